package cn.jinfu.production.weather;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Limits as the federation would write them, and a table of days written from their
 * words: no spraying in rain or from 5.5 m/s on, wait when 1 mm comes within six hours,
 * from 30 degrees on and at 5 degrees or less, never under a yellow warning.
 */
class AdviceTests {

	private static final LocalDate DAY = LocalDate.of(2026, 7, 1);

	private static final List<AdviceRule> RULES = List.of(
			rule(1, WeatherMeasure.WIND, "5.5", null, 0, WeatherVerdict.NO),
			rule(2, WeatherMeasure.RAIN, "0.1", null, 0, WeatherVerdict.NO),
			rule(3, WeatherMeasure.RAIN, "1", null, 6, WeatherVerdict.WAIT),
			rule(4, WeatherMeasure.HEAT, "30", null, 0, WeatherVerdict.WAIT),
			rule(5, WeatherMeasure.COLD, "5", null, 0, WeatherVerdict.WAIT),
			rule(6, WeatherMeasure.WARNING, null, WeatherWarning.YELLOW, 0, WeatherVerdict.NO));

	@ParameterizedTest(name = "{0}")
	@CsvFileSource(resources = "/production/weather-advice.csv", numLinesToSkip = 1)
	void saysWhatTheLimitsSay(String name, String now, DayPart part, String morning, String afternoon, String night,
			String measured, WeatherVerdict verdict, @Nullable String met, @Nullable String missing) {
		var forecasts = new ArrayList<Forecast>();
		add(forecasts, DayPart.MORNING, morning);
		add(forecasts, DayPart.AFTERNOON, afternoon);
		add(forecasts, DayPart.NIGHT, night);

		var advice = Advice.of(WeatherWork.SPRAY, DAY, part, RULES, forecasts, readings(measured, at(now)), at(now));

		assertThat(advice.verdict()).isEqualTo(verdict);
		assertThat(advice.reasons()).extracting(it -> it.rule().measure().name() + it.rule().withinH())
			.containsExactlyElementsOf(words(met));
		assertThat(advice.missing()).extracting(Enum::name).containsExactlyElementsOf(words(missing));
	}

	@Test
	void aReasonNamesTheRowItComesFrom() {
		var windy = forecast(DayPart.MORNING, "0 8.0 10 20 NONE");
		var wet = new Measured(Measured.Gauge.RAIN, BigDecimal.ONE, at("07:00"), UUID.randomUUID(), "x", 7);

		var advice = Advice.of(WeatherWork.SPRAY, DAY, DayPart.MORNING, RULES, List.of(windy), List.of(wet),
				at("07:00"));

		assertThat(advice.reasons().getFirst().from()).isEqualTo(windy.id());
		assertThat(advice.reasons().get(1).from()).isEqualTo(wet.deviceId());
		assertThat(advice.reasons().getFirst().value()).isEqualByComparingTo("8.0");
	}

	@Test
	void withoutLimitsForTheWorkNothingIsSaid() {
		var advice = Advice.of(WeatherWork.HARVEST, DAY, DayPart.MORNING, RULES,
				List.of(forecast(DayPart.MORNING, "0 1 10 20 NONE")), List.of(), at("07:00"));

		assertThat(advice.verdict()).isEqualTo(WeatherVerdict.UNKNOWN);
		assertThat(advice.undecided()).isTrue();
	}

	@Test
	void aForceCountsAsTheMostThatItMeans() {
		// GB/T 28591-2012: force 3 is 3.4 to 5.4 m/s, force 4 is 5.5 to 7.9 m/s
		assertThat(WindScale.most(3)).isEqualByComparingTo("5.4");
		assertThat(WindScale.most(4)).isEqualByComparingTo("7.9");
		assertThat(WindScale.most(0)).isEqualByComparingTo("0.2");
	}

	@Test
	void theBestPartDecidesTheDay() {
		assertThat(day(WeatherVerdict.NO, WeatherVerdict.ALLOWED)).isEqualTo(WeatherVerdict.ALLOWED);
		assertThat(day(WeatherVerdict.NO, WeatherVerdict.WAIT)).isEqualTo(WeatherVerdict.WAIT);
		assertThat(day(WeatherVerdict.NO, WeatherVerdict.UNKNOWN)).isEqualTo(WeatherVerdict.UNKNOWN);
		assertThat(day(WeatherVerdict.NO, WeatherVerdict.NO)).isEqualTo(WeatherVerdict.NO);
		assertThat(day()).isEqualTo(WeatherVerdict.UNKNOWN);
	}

	private static WeatherVerdict day(WeatherVerdict... parts) {
		return new DayAdvice("330482101", "x", WeatherWork.SPRAY, DAY,
				List.of(parts)
					.stream()
					.map(it -> new Advice(WeatherWork.SPRAY, DAY, DayPart.MORNING, it, List.of(), List.of()))
					.toList())
			.verdict();
	}

	private static AdviceRule rule(int no, WeatherMeasure measure, @Nullable String bound,
			@Nullable WeatherWarning warning, int hours, WeatherVerdict verdict) {
		return new AdviceRule(no, WeatherWork.SPRAY, measure, (bound != null) ? new BigDecimal(bound) : null, warning,
				hours, verdict, "x", "x");
	}

	private static void add(List<Forecast> forecasts, DayPart part, String cell) {
		if (!cell.equals("-")) {
			forecasts.add(forecast(part, cell));
		}
	}

	/** Rain, wind, lowest, highest, warning. */
	private static Forecast forecast(DayPart part, String cell) {
		var told = cell.split(" ");
		return new Forecast(UUID.randomUUID(), "330482101", DAY, part, null, new BigDecimal(told[0]),
				new BigDecimal(told[1]), null, new BigDecimal(told[2]), new BigDecimal(told[3]),
				WeatherWarning.valueOf(told[4]), null, "x", at("05:00"), "x", false);
	}

	private static List<Measured> readings(String cell, Instant at) {
		return cell.equals("-") ? List.of() : List.of(cell.split(";")).stream().map(it -> {
			var told = it.split(" ");
			return new Measured(Measured.Gauge.valueOf(told[0]), new BigDecimal(told[1]), at, UUID.randomUUID(), "x",
					1);
		}).toList();
	}

	private static Instant at(String time) {
		return DAY.atTime(LocalTime.parse(time)).atZone(BusinessClock.ZONE).toInstant();
	}

	private static List<String> words(@Nullable String cell) {
		return (cell == null) ? List.of() : List.of(cell.split(" "));
	}

}
