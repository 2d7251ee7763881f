/** Plantings: which crop stands where, and how much it may yield. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.planting;
