/** Acting for a member under a dated, revocable mandate. */
@NullMarked
package cn.jinfu.member.mandate;

import org.jspecify.annotations.NullMarked;
