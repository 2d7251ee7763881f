/** Who may be rung outside office hours. */
@NullMarked
package cn.jinfu.member.duty;

import org.jspecify.annotations.NullMarked;
