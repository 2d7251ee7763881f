package cn.jinfu.production.iot.telemetry;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One point as a device sent it.
 *
 * @param sn the device it is about, null for the sender itself
 * @param bad why it cannot be stored, as far as the body alone tells
 */
public record Reading(@Nullable String sn, String key, Instant at, double value, @Nullable BadReason bad) {
}
