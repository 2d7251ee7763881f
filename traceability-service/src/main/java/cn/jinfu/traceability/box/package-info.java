/** Boxes and what is in them. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.box;
