package cn.jinfu.production.iot.alarm;

import java.time.Instant;
import java.util.UUID;

import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of an alarm.
 *
 * @param value what it was raised with; null for silence
 * @param peak the worst since
 * @param limitLow the lower limit at that moment; for a rule that follows the standard,
 * the stage's
 * @param assigneeId who was asked to see to it
 */
public record AlarmView(UUID id, UUID ruleId, String ruleName, int seriesId, String channel, String unit, int scale,
		UUID deviceId, String deviceName, UUID memberId, @With String memberName, @Nullable UUID plotId,
		@Nullable String plotName, AlarmKind kind, Severity severity, AlarmState state, Instant raisedAt,
		@Nullable Double value, @Nullable Double peak, @Nullable Double limitLow, @Nullable Double limitHigh,
		@Nullable Instant clearedAt, @Nullable String ackedName, @Nullable Instant ackedAt, @Nullable String note,
		@Nullable Instant escalatedAt, @Nullable UUID assigneeId, @Nullable String assigneeName,
		@Nullable Instant remindedAt, long version) {

	public boolean silence() {
		return kind == AlarmKind.NO_DATA;
	}

	public boolean can(String action) {
		return state.actions().contains(AlarmState.Action.valueOf(action));
	}

	/** Where it is: the field, else the device. */
	public String where() {
		return (plotName != null) ? plotName : deviceName;
	}

}
