/** The members of the demo federations. */
@NullMarked
package cn.jinfu.member.demo;

import org.jspecify.annotations.NullMarked;
