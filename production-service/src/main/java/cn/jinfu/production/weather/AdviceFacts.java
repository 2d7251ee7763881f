package cn.jinfu.production.weather;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts together what advice is made of, for whoever asks. */
@Component
@Transactional(readOnly = true)
@RequiredArgsConstructor
class AdviceFacts {

	/** A limit looks at most so many days beyond the day of the work. */
	private static final int LOOK_AHEAD = 4;

	private final Forecasts forecasts;

	private final Stations stations;

	private final AdviceRules rules;

	private final Divisions divisions;

	private final BusinessClock clock;

	/**
	 * @param now that forecasts and readings were taken at
	 * @param edition in force today; empty when nobody decided one
	 * @param counting forecasts that still count, by township and time
	 * @param measured newest first
	 */
	record Known(Instant now, Optional<AdviceRules.Edition> edition, List<Forecast> counting, List<Measured> measured) {
	}

	/** All that is known of one township for work on those days. */
	Known of(String township, LocalDate from, LocalDate to) {
		var now = clock.now();
		var edition = rules.inForce(clock.today());
		var since = edition.map(it -> it.since(now)).orElse(Instant.EPOCH);
		return new Known(now, edition,
				forecasts.counting(List.of(township), from.minusDays(1), to.plusDays(LOOK_AHEAD), since),
				stations.now(List.of(township)));
	}

	DayAdvice day(Known known, WeatherWork work, String township, LocalDate day) {
		var limits = known.edition().map(it -> it.text().rules()).orElse(List.of());
		var parts = Stream.of(DayPart.values())
			.filter(part -> work == WeatherWork.HOUSE || part != DayPart.NIGHT)
			.filter(part -> part.to(day).isAfter(known.now()))
			.map(part -> Advice.of(work, day, part, limits, known.counting(), known.measured(), known.now()))
			.toList();
		return new DayAdvice(township, divisions.name(new DivisionCode(township)), work, day, parts);
	}

	DayAdvice day(WeatherWork work, String township, LocalDate day) {
		return day(of(township, day, day), work, township, day);
	}

}
