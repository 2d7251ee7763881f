/** What members used and what they traded. */
@NullMarked
package cn.jinfu.member.account;

import org.jspecify.annotations.NullMarked;
