/** Deleting what is kept of a person: asked for, decided by another, for good. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.member.erasure;
