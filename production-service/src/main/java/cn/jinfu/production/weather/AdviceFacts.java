package cn.jinfu.production.weather;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
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

	/**
	 * All that is known of each of the townships, in their order, for work on those days.
	 */
	Map<String, Known> of(Collection<String> townships, LocalDate from, LocalDate to) {
		var now = clock.now();
		var edition = rules.inForce(clock.today());
		var since = edition.map(it -> it.since(now)).orElse(Instant.EPOCH);
		var counting = forecasts.counting(townships, from.minusDays(1), to.plusDays(LOOK_AHEAD), since)
			.stream()
			.collect(Collectors.groupingBy(Forecast::division));
		var measured = stations.now(townships);
		var known = new LinkedHashMap<String, Known>();
		for (var township : townships) {
			known.put(township, new Known(now, edition, counting.getOrDefault(township, List.of()),
					measured.getOrDefault(township, List.of())));
		}
		return known;
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
		return day(Objects.requireNonNull(of(List.of(township), day, day).get(township)), work, township, day);
	}

}
