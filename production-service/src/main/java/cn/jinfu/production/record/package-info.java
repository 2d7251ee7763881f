/** The production record as the law wants it, and its figures for rating. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.record;
