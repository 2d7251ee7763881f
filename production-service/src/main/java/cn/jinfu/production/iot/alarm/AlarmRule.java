package cn.jinfu.production.iot.alarm;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** Which readings want attention, where, when, and for which crop at which age. */
@Entity
@Table(name = "production_alarm_rule")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class AlarmRule extends Aggregate<AlarmRule> {

	/**
	 * @param productId only devices of this model; null for all
	 * @param deviceId only this device; null for all
	 * @param key the channel
	 */
	public record Target(@Nullable UUID productId, @Nullable UUID deviceId, String key) {

		public Target {
			if (!key.matches("[A-Za-z][A-Za-z0-9_.-]{0,39}")) {
				throw new RuleBroken("production.device.key", key).at("key");
			}
		}
	}

	/**
	 * When it counts.
	 *
	 * @param from time of day, may lie after {@code to}: then it counts overnight
	 * @param crop only where this stands; null for any and none
	 * @param dayFrom days after sowing, counted from 0
	 */
	public record When(@Nullable LocalTime from, @Nullable LocalTime to, @Nullable String crop,
			@Nullable Integer dayFrom, @Nullable Integer dayTo) {

		public When {
			if ((from == null) != (to == null) || (from != null && from.equals(to))) {
				throw new RuleBroken("production.alarm.schedule").at("activeFrom");
			}
			if (crop == null && (dayFrom != null || dayTo != null)) {
				throw new RuleBroken("production.alarm.crop-missing").at("crop");
			}
			if ((dayFrom != null && dayFrom < 0) || (dayTo != null && dayTo < ((dayFrom != null) ? dayFrom : 0))) {
				throw new RuleBroken("production.alarm.days").at("dayTo");
			}
		}

		boolean covers(Instant at, List<Standing> standing) {
			var local = at.atZone(BusinessClock.ZONE);
			return inHours(local.toLocalTime()) && (crop == null
					|| standing.stream().anyMatch(it -> it.crop().equals(crop) && isOfAge(it, local.toLocalDate())));
		}

		private boolean inHours(LocalTime time) {
			if (from == null || to == null) {
				return true;
			}
			return from.isBefore(to) ? !time.isBefore(from) && time.isBefore(to)
					: !time.isBefore(from) || time.isBefore(to);
		}

		private boolean isOfAge(Standing it, LocalDate day) {
			var age = ChronoUnit.DAYS.between(it.sownOn(), day);
			return age >= ((dayFrom != null) ? dayFrom : 0) && (dayTo == null || age <= dayTo)
					&& (it.endedOn() == null || !day.isAfter(it.endedOn()));
		}
	}

	/** What stands, or stood, on the plot of a device. */
	public record Standing(String crop, LocalDate sownOn, @Nullable LocalDate endedOn) {
	}

	/**
	 * @param noData so long a silence is an alarm of its own; null for none
	 * @param escalate so long it may wait for somebody to see it; null for ever
	 * @param quiet after so long the farm is told again while nobody has seen it; null
	 * for once only
	 */
	public record Care(Severity severity, @Nullable Duration noData, @Nullable Duration escalate,
			@Nullable Duration quiet) {

		public Care {
			if (noData != null && (noData.toSeconds() < 60 || noData.toDays() > 30)) {
				throw new RuleBroken("production.alarm.no-data").at("noDataMinutes");
			}
			if (escalate != null && (escalate.toSeconds() < 60 || escalate.toDays() > 7)) {
				throw new RuleBroken("production.alarm.escalate").at("escalateMinutes");
			}
			if (quiet != null && (quiet.toSeconds() < 300 || quiet.toSeconds() > 604_800)) {
				throw new RuleBroken("production.alarm.quiet").at("quietMinutes");
			}
		}
	}

	private static final When ALWAYS = new When(null, null, null, null, null);

	/** It concerns the farm alone and goes on to nobody. */
	private static final Care OWN = new Care(Severity.MINOR, null, null, null);

	private String name;

	private @Nullable UUID productId;

	private @Nullable UUID deviceId;

	@Column(name = "key")
	private String channel;

	@Enumerated(EnumType.STRING)
	private Comparison comparison;

	private @Nullable Double raiseLow;

	private @Nullable Double raiseHigh;

	private @Nullable Double clearLow;

	private @Nullable Double clearHigh;

	private @Nullable Double margin;

	@Column(name = "min_duration_s")
	private int minDurationS;

	@Column(name = "clear_duration_s")
	private int clearDurationS;

	private int minSamples;

	@Column(name = "no_data_s")
	private @Nullable Integer noDataS;

	private @Nullable LocalTime activeFrom;

	private @Nullable LocalTime activeTo;

	private @Nullable String crop;

	private @Nullable Integer dayFrom;

	private @Nullable Integer dayTo;

	@Enumerated(EnumType.STRING)
	private Severity severity;

	@Column(name = "escalate_s")
	private @Nullable Integer escalateS;

	@Column(name = "quiet_s")
	private @Nullable Integer quietS;

	private boolean enabled;

	/** Whose own it is; null for the federation's. */
	private @Nullable UUID memberId;

	private UUID changedBy;

	private Instant changedAt;

	static AlarmRule of(String name, Target target, Limits limits, When when, Care care, UUID person, Instant at) {
		var rule = new AlarmRule();
		rule.enabled = true;
		rule.change(name, target, limits, when, care, person, at);
		return rule;
	}

	/** A farm's own, for one of its devices. */
	static AlarmRule own(String name, UUID memberId, UUID deviceId, String key, Limits limits, UUID person,
			Instant at) {
		var rule = of(name, new Target(null, deviceId, key), limits, ALWAYS, OWN, person, at);
		rule.memberId = memberId;
		return rule;
	}

	/** The farm asks for other limits; asking switches it on. */
	void changeOwn(String name, Limits limits, UUID person, Instant at) {
		change(name, new Target(null, deviceId, channel), limits, ALWAYS, OWN, person, at);
		enabled = true;
	}

	void change(String name, Target target, Limits limits, When when, Care care, UUID person, Instant at) {
		if (name.isBlank() || name.strip().length() > 60) {
			throw new RuleBroken("production.alarm.name-missing").at("name");
		}
		this.name = name.strip();
		productId = target.productId();
		deviceId = target.deviceId();
		channel = target.key();
		comparison = limits.comparison();
		raiseLow = limits.raiseLow();
		raiseHigh = limits.raiseHigh();
		clearLow = limits.clearLow();
		clearHigh = limits.clearHigh();
		margin = limits.margin();
		minDurationS = (int) limits.minDuration().toSeconds();
		clearDurationS = (int) limits.clearDuration().toSeconds();
		minSamples = limits.minSamples();
		activeFrom = when.from();
		activeTo = when.to();
		crop = when.crop();
		dayFrom = when.dayFrom();
		dayTo = when.dayTo();
		severity = care.severity();
		noDataS = seconds(care.noData());
		escalateS = seconds(care.escalate());
		quietS = seconds(care.quiet());
		changedBy = person;
		changedAt = at;
	}

	/** Switches it off or on again. */
	void turn(boolean on, UUID person, Instant at) {
		if (enabled == on) {
			throw new WrongState("production.alarm.rule-state");
		}
		enabled = on;
		changedBy = person;
		changedAt = at;
	}

	public Limits limits() {
		return new Limits(comparison, raiseLow, raiseHigh, clearLow, clearHigh, margin,
				Duration.ofSeconds(minDurationS), Duration.ofSeconds(clearDurationS), minSamples);
	}

	public When when() {
		return new When(activeFrom, activeTo, crop, dayFrom, dayTo);
	}

	private static @Nullable Integer seconds(@Nullable Duration time) {
		return (time != null) ? (int) time.toSeconds() : null;
	}

}
