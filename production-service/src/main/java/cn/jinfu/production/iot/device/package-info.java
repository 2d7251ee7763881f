/**
 * Devices: what they are, whose they are, where they stand, and with which secret they
 * speak.
 */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.iot.device;
