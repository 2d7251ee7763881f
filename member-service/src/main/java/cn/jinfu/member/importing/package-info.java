/** Members from a spreadsheet: template, dry run, per-row errors, import. */
@NullMarked
package cn.jinfu.member.importing;

import org.jspecify.annotations.NullMarked;
