package cn.jinfu.production.iot.alarm;

import java.sql.Date;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.production.iot.device.SeriesKind;
import cn.jinfu.production.iot.telemetry.SeriesFacts;
import cn.jinfu.production.iot.telemetry.TelemetryQueries;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * A farm's own limits for its own sensors. It may be told earlier than the standard and
 * the federation's rules say, never later: those ring as well, whatever the farm does.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class OwnAlarms {

	/** Beyond for so long, and by so many readings: a gust is no alarm. */
	private static final Duration LASTING = Duration.ofMinutes(10);

	private static final int SAMPLES = 2;

	/** Over when it is back by this part of the span. */
	private static final double BACK = 0.1;

	/** Where a bound comes from. */
	public enum Source {

		STANDARD, RULE, RANGE

	}

	/**
	 * @param name of the stage, or of the rule; empty for the valid range
	 */
	public record Bound(Source source, String name, @Nullable Double low, @Nullable Double high) {
	}

	/**
	 * What a farm has asked for, beside what bounds it today.
	 *
	 * @param possible whether this channel can have limits: not for on and off, nor for a
	 * meter that only rises
	 * @param version null before the first time
	 */
	public record View(int seriesId, boolean possible, @Nullable Double low, @Nullable Double high, boolean enabled,
			@Nullable Long version, List<Bound> bounds) {

		public View {
			bounds = List.copyOf(bounds);
		}

		public boolean set() {
			return version != null;
		}

		/** No lower limit may lie below it; null where nothing bounds it. */
		public @Nullable Double lowest() {
			return bounds.stream().map(Bound::low).filter(Objects::nonNull).max(Double::compare).orElse(null);
		}

		public @Nullable Double highest() {
			return bounds.stream().map(Bound::high).filter(Objects::nonNull).min(Double::compare).orElse(null);
		}

	}

	private final AlarmRules rules;

	private final RuleCommands commands;

	private final TelemetryQueries telemetry;

	private final MessageSource messages;

	private final Audit audit;

	private final BusinessClock clock;

	private final JdbcClient sql;

	@PreAuthorize("hasAuthority('production:device:view')")
	@Transactional(readOnly = true)
	public View view(int seriesId) {
		return view(telemetry.series(seriesId));
	}

	private View view(SeriesFacts series) {
		var rule = rules.findByDeviceIdAndChannelAndMemberIdIsNotNull(series.deviceId(), series.key());
		return new View(series.id(), series.kind() == SeriesKind.GAUGE, rule.map(AlarmRule::raiseLow).orElse(null),
				rule.map(AlarmRule::raiseHigh).orElse(null), rule.map(AlarmRule::enabled).orElse(false),
				rule.map(AlarmRule::version).orElse(null), bounds(series.id()));
	}

	private List<Bound> bounds(int seriesId) {
		return sql.sql("select source, name, low, high from jf_alarm_bounds(?, ?)")
			.params(seriesId, Date.valueOf(clock.today()))
			.query((row, n) -> new Bound(Source.valueOf(row.getString(1)), row.getString(2),
					row.getObject(3, Double.class), row.getObject(4, Double.class)))
			.list();
	}

	/**
	 * @param low tell the farm below it; null for no lower limit
	 * @param version of what the farm saw; null when it saw none
	 */
	@PreAuthorize("hasAuthority('production:alarm:own')")
	public void set(int seriesId, @Nullable Double low, @Nullable Double high, @Nullable Long version) {
		var series = telemetry.series(seriesId);
		var seen = view(series);
		if (!seen.possible()) {
			throw new RuleBroken("production.alarm.own-kind").at("low");
		}
		check(seen, low, high);
		var limits = limits(series, seen, low, high);
		var name = messages.getMessage("production.alarm.own.name", new Object[] { series.name() },
				Locale.SIMPLIFIED_CHINESE);
		var person = Actor.current().personId();
		var known = rules.findByDeviceIdAndChannelAndMemberIdIsNotNull(series.deviceId(), series.key());
		if (known.isEmpty()) {
			var rule = AlarmRule.own(name, series.memberId(), series.deviceId(), series.key(), limits, person,
					clock.now());
			audit.record("set-own", "AlarmRule", rule.id(), series.key());
			rules.save(rule);
			return;
		}
		if (version == null) {
			throw new Stale("kernel.stale");
		}
		var rule = known.get().seenAt(version);
		rule.changeOwn(name, limits, person, clock.now());
		audit.record("set-own", "AlarmRule", rule.id(), series.key());
		rules.save(rule);
	}

	/** Says it in words; the database says it once more. */
	private static void check(View bounds, @Nullable Double low, @Nullable Double high) {
		if (low == null && high == null) {
			throw new RuleBroken("production.alarm.own-missing").at("low");
		}
		if (low != null && outside(bounds, low)) {
			throw new RuleBroken("production.alarm.own-bounds", shown(bounds.lowest()), shown(bounds.highest()))
				.at("low");
		}
		if (high != null && outside(bounds, high)) {
			throw new RuleBroken("production.alarm.own-bounds", shown(bounds.lowest()), shown(bounds.highest()))
				.at("high");
		}
		if (low != null && high != null && low >= high) {
			throw new RuleBroken("production.alarm.own-order").at("high");
		}
	}

	private static boolean outside(View bounds, double value) {
		var lowest = bounds.lowest();
		var highest = bounds.highest();
		return !Double.isFinite(value) || (lowest != null && value < lowest) || (highest != null && value > highest);
	}

	private static String shown(@Nullable Double bound) {
		return (bound != null) ? cn.jinfu.production.Plain.of(java.math.BigDecimal.valueOf(bound)).toPlainString()
				: "…";
	}

	/**
	 * It ends a tenth of the span back inside, and one unit of the last digit at least.
	 */
	private static Limits limits(SeriesFacts series, View bounds, @Nullable Double low, @Nullable Double high) {
		var least = Math.pow(10, -series.scale());
		var from = (low != null) ? low : bounds.lowest();
		var to = (high != null) ? high : bounds.highest();
		var back = Math.max(least, (from != null && to != null) ? (to - from) * BACK : least);
		var comparison = (low == null) ? Comparison.ABOVE : (high == null) ? Comparison.BELOW : Comparison.OUTSIDE;
		var middle = (low != null && high != null) ? (low + high) / 2 : Double.NaN;
		var clearLow = (low == null) ? null
				: Double.valueOf((high == null) ? low + back : Math.min(low + back, middle));
		var clearHigh = (high == null) ? null
				: Double.valueOf((low == null) ? high - back : Math.max(high - back, middle));
		return new Limits(comparison, low, high, clearLow, clearHigh, LASTING, LASTING, SAMPLES);
	}

	/** Switches the farm's own alarm off or on again; the others ring all the same. */
	@PreAuthorize("hasAuthority('production:alarm:own')")
	public void turn(int seriesId, boolean on, long version) {
		var series = telemetry.series(seriesId);
		var rule = rules.findByDeviceIdAndChannelAndMemberIdIsNotNull(series.deviceId(), series.key())
			.orElseThrow(() -> new NotFound("production.alarm.own-not-found", seriesId))
			.seenAt(version);
		if (on) {
			check(view(series), rule.raiseLow(), rule.raiseHigh());
		}
		commands.turn(rule, on);
	}

}
