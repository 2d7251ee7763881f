/** Crop standards by edition: stages, tasks, input limits, sensor ranges. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.standard;
