/**
 * Label quotas: how many kilograms of a planting may bear the brand, and where that
 * balance comes from.
 */
@org.jspecify.annotations.NullMarked
package cn.jinfu.traceability.quota;
