package cn.jinfu.production.weather;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.production.weather.Measured.Gauge;
import org.jspecify.annotations.Nullable;

/**
 * Whether the weather suits a work in one part of a day. Any limit that is met speaks,
 * whatever else is unknown; without one, the work is allowed only where everything that
 * its limits ask about is known.
 *
 * @param reasons the limits that are met, a prohibition first
 * @param missing what could not be judged; empty for limits that nobody decided
 */
public record Advice(WeatherWork work, LocalDate day, DayPart part, WeatherVerdict verdict, List<Reason> reasons,
		List<WeatherMeasure> missing) {

	/** A measurement speaks for what begins this soon. */
	private static final Duration NOW = Duration.ofMinutes(30);

	/**
	 * A limit that is met, and by what.
	 *
	 * @param value what was forecast or measured; null for a warning
	 * @param warning the level that was forecast; null for everything else
	 * @param forecast the row that it comes from; null for a measurement
	 * @param measured the reading that it comes from; null for a forecast
	 */
	public record Reason(AdviceRule rule, @Nullable BigDecimal value, @Nullable WeatherWarning warning,
			@Nullable Forecast forecast, @Nullable Measured measured) {

		/** The forecast's row or the station's device. */
		public UUID from() {
			return (forecast != null) ? forecast.id() : Objects.requireNonNull(measured).deviceId();
		}

	}

	/**
	 * The reasons that decide: beside a prohibition what would only advise to wait is
	 * idle.
	 */
	public List<Reason> telling() {
		return reasons.stream().filter(it -> it.rule().verdict() == verdict).toList();
	}

	/** Whether nobody decided limits for this work. */
	public boolean undecided() {
		return verdict == WeatherVerdict.UNKNOWN && missing.isEmpty();
	}

	/**
	 * @param rules of the edition that holds
	 * @param forecasts of the township, one for each part of a day; what is too old to
	 * count is not among them
	 * @param measured of the township, none older than may count
	 * @param now the work begins now in a part that has begun, else with the part
	 */
	static Advice of(WeatherWork work, LocalDate day, DayPart part, List<AdviceRule> rules,
			Collection<Forecast> forecasts, Collection<Measured> measured, Instant now) {
		var asked = rules.stream().filter(it -> it.work() == work).toList();
		var from = part.from(day).isBefore(now) ? now : part.from(day);
		var readings = from.isAfter(now.plus(NOW)) ? List.<Measured>of() : measured;
		var reasons = new ArrayList<Reason>();
		var missing = EnumSet.noneOf(WeatherMeasure.class);
		for (var rule : asked) {
			var to = (rule.withinH() == 0) ? part.to(day) : from.plus(Duration.ofHours(rule.withinH()));
			var within = forecasts.stream().filter(it -> it.from().isBefore(to) && it.to().isAfter(from)).toList();
			var reason = met(rule, within, readings);
			if (reason != null) {
				reasons.add(reason);
			}
			else if (!known(rule, within, readings, from, to)) {
				missing.add(rule.measure());
			}
		}
		reasons.sort((one, other) -> other.rule().verdict().compareTo(one.rule().verdict()));
		return new Advice(work, day, part, verdict(asked, reasons, missing), List.copyOf(reasons),
				List.copyOf(missing));
	}

	private static WeatherVerdict verdict(List<AdviceRule> asked, List<Reason> reasons,
			Collection<WeatherMeasure> missing) {
		if (!reasons.isEmpty()) {
			return reasons.getFirst().rule().verdict();
		}
		return (asked.isEmpty() || !missing.isEmpty()) ? WeatherVerdict.UNKNOWN : WeatherVerdict.ALLOWED;
	}

	private static @Nullable Reason met(AdviceRule rule, List<Forecast> within, Collection<Measured> readings) {
		if (rule.measure() == WeatherMeasure.WARNING) {
			var least = Objects.requireNonNull(rule.warning());
			return within.stream()
				.filter(it -> it.warning().compareTo(least) >= 0)
				.findFirst()
				.map(it -> new Reason(rule, null, it.warning(), it, null))
				.orElse(null);
		}
		for (var reading : readings) {
			if (reading.gauge() == gauge(rule.measure()) && meets(rule, reading.value())) {
				return new Reason(rule, reading.value(), null, null, reading);
			}
		}
		return (rule.measure() == WeatherMeasure.RAIN) ? rains(rule, within)
				: within.stream()
					.filter(it -> meets(rule, value(rule.measure(), it)))
					.findFirst()
					.map(it -> new Reason(rule, value(rule.measure(), it), null, it, null))
					.orElse(null);
	}

	/**
	 * Of all parts together; a forecast does not say in which hour of a part it rains, so
	 * a part that is touched counts as a whole.
	 */
	private static @Nullable Reason rains(AdviceRule rule, List<Forecast> within) {
		var sum = within.stream().map(Forecast::rainMm).reduce(BigDecimal.ZERO, BigDecimal::add);
		return meets(rule, sum) ? within.stream()
			.filter(it -> it.rainMm().signum() > 0)
			.findFirst()
			.map(it -> new Reason(rule, sum, null, it, null))
			.orElse(null) : null;
	}

	private static boolean meets(AdviceRule rule, BigDecimal value) {
		var side = value.compareTo(Objects.requireNonNull(rule.bound()));
		return (rule.measure() == WeatherMeasure.COLD) ? side <= 0 : side >= 0;
	}

	/**
	 * Whether the forecast covers all that time. What is measured now is enough only for
	 * a limit that looks at nothing but the work's own part, and never for a warning.
	 */
	private static boolean known(AdviceRule rule, List<Forecast> within, Collection<Measured> readings, Instant from,
			Instant to) {
		if (rule.withinH() == 0 && rule.measure() != WeatherMeasure.WARNING
				&& readings.stream().anyMatch(it -> it.gauge() == gauge(rule.measure()))) {
			return true;
		}
		var covered = from;
		for (var next = at(within, covered); covered.isBefore(to); next = at(within, covered)) {
			if (next == null) {
				return false;
			}
			covered = next.to();
		}
		return true;
	}

	private static @Nullable Forecast at(List<Forecast> forecasts, Instant moment) {
		return forecasts.stream()
			.filter(it -> !it.from().isAfter(moment) && it.to().isAfter(moment))
			.findFirst()
			.orElse(null);
	}

	private static BigDecimal value(WeatherMeasure measure, Forecast forecast) {
		return switch (measure) {
			case RAIN -> forecast.rainMm();
			case WIND -> forecast.wind();
			case HEAT -> forecast.tempMax();
			case COLD -> forecast.tempMin();
			case WARNING -> throw new IllegalArgumentException(measure.name());
		};
	}

	private static Gauge gauge(WeatherMeasure measure) {
		return switch (measure) {
			case RAIN -> Gauge.RAIN;
			case WIND -> Gauge.WIND;
			case HEAT, COLD -> Gauge.TEMPERATURE;
			case WARNING -> throw new IllegalArgumentException(measure.name());
		};
	}

}
