/** The county federation and the township and industry federations inside it. */
@NullMarked
package cn.jinfu.member.organisation;

import org.jspecify.annotations.NullMarked;
