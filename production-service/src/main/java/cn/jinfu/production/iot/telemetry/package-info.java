/** Readings: taken in, kept, rolled up and drawn. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.iot.telemetry;
