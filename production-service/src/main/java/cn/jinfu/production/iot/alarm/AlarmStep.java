package cn.jinfu.production.iot.alarm;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What happened to an alarm, and who did it.
 *
 * @param byName null for the platform itself
 * @param toName whom it was given to; null for every other step
 * @param text what was said, where something was
 */
public record AlarmStep(AlarmStepKind kind, Instant at, @Nullable String byName, @Nullable String toName,
		@Nullable String text) {
}
