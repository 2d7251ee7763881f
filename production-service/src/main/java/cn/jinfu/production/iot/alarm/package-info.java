/** Rules over readings, and the alarms they raise. */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.iot.alarm;
