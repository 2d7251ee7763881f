/** The register of members: list, file, changes of state. */
@NullMarked
package cn.jinfu.member.register;

import org.jspecify.annotations.NullMarked;
