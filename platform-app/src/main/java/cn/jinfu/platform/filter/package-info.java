/** Filters that people keep for the lists they open every day. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.platform.filter;
