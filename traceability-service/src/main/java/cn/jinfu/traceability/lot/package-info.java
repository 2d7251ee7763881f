/** Trace lots: what is left of a harvest, and whether it may leave the farm. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.lot;
