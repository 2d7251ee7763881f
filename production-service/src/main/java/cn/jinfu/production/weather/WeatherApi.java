package cn.jinfu.production.weather;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Forecasts from whoever makes them, and what is advised by them. */
@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
class WeatherApi {

	/**
	 * One issue, any number of townships.
	 */
	record NewIssue(@Nullable String source, @Nullable Instant issuedAt, @NotEmpty List<Forecasts.@NotNull Row> rows) {
	}

	/**
	 * @param row its place among the rows that were sent, from 0
	 * @param code, field, message, next null unless refused
	 */
	record Line(int row, Forecasts.RowOutcome outcome, @Nullable String code, @Nullable String field,
			@Nullable String message, @Nullable String next) {
	}

	record Taken(int stored, int repeated, int refused, List<Line> rows) {

		private static int count(List<Line> rows, Forecasts.RowOutcome outcome) {
			return (int) rows.stream().filter(it -> it.outcome() == outcome).count();
		}

		static Taken of(List<Line> rows) {
			return new Taken(count(rows, Forecasts.RowOutcome.STORED), count(rows, Forecasts.RowOutcome.REPEATED),
					count(rows, Forecasts.RowOutcome.REFUSED), rows);
		}

	}

	record Named(@NotNull @Nullable UUID deviceId) {
	}

	private final Forecasts forecasts;

	private final WeatherAdvices advices;

	private final Stations stations;

	private final BusinessClock clock;

	private final MessageSource messages;

	/** 200 also where rows were refused: each row says what became of it. */
	@PostMapping("/weather-forecasts")
	Taken take(@Valid @RequestBody NewIssue body, Locale locale) {
		return Taken.of(forecasts.take(new Forecasts.Issue(body.source(), body.issuedAt(), body.rows(), false))
			.stream()
			.map(it -> line(it, locale))
			.toList());
	}

	private Line line(Forecasts.Result result, Locale locale) {
		var why = result.why();
		if (why == null) {
			return new Line(result.row(), result.outcome(), null, null, null, null);
		}
		var key = "problem." + why.code();
		return new Line(result.row(), result.outcome(), why.code(), why.field(),
				messages.getMessage(key, why.args(), why.code(), locale),
				messages.getMessage(key + ".next", why.args(), null, locale));
	}

	/** Every township's weather as it counts now. */
	@GetMapping("/weather-forecasts")
	List<WeatherAdvices.Outlook> county() {
		return advices.county();
	}

	/** Every edition of one township's day, by part, what counts first. */
	@GetMapping("/weather-forecasts/{townshipId}")
	List<Forecast> editions(@PathVariable String townshipId, @RequestParam(required = false) @Nullable String day) {
		return forecasts.editions(townshipId, Forecasts.asked(day, clock.today()));
	}

	/**
	 * @param work name of a {@link WeatherWork}; spraying where it is left out
	 */
	@GetMapping("/weather-advice/{townshipId}")
	DayAdvice advice(@PathVariable String townshipId, @RequestParam(required = false) @Nullable String work,
			@RequestParam(required = false) @Nullable String day) {
		return advices.day((work != null) ? Forecasts.word(WeatherWork.class, work, "work") : WeatherWork.SPRAY,
				townshipId, Forecasts.asked(day, clock.today()));
	}

	@GetMapping("/weather-stations")
	List<Stations.Station> stations() {
		return stations.all();
	}

	@PostMapping("/weather-stations")
	List<Stations.Station> name(@Valid @RequestBody Named body) {
		stations.name(Objects.requireNonNull(body.deviceId()));
		return stations.all();
	}

	@PostMapping("/weather-stations/{deviceId}/dropping")
	List<Stations.Station> drop(@PathVariable UUID deviceId) {
		stations.drop(deviceId);
		return stations.all();
	}

}
