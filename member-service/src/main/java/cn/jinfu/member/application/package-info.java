/** Admission: application, opinion of the township, decision of the county. */
@NullMarked
package cn.jinfu.member.application;

import org.jspecify.annotations.NullMarked;
