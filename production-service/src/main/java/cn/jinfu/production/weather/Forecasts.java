package cn.jinfu.production.weather;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.Reach;
import cn.jinfu.production.operation.Weather;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Forecasts by township, day and part of the day, typed in by staff or sent by a machine.
 * Nothing is overwritten: for each part the one issued last counts.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class Forecasts {

	/** In one issue. */
	static final int MOST_ROWS = 2_000;

	private static final int MOST_SOURCE = 60;

	private static final int MOST_WARNING_TEXT = 120;

	static final int DAYS_AHEAD = 15;

	private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

	private static final BigDecimal MOST_RAIN = BigDecimal.valueOf(2000);

	private static final BigDecimal MOST_WIND = BigDecimal.valueOf(90);

	private static final int MOST_FORCE = 17;

	private static final BigDecimal MOST_DEGREES = BigDecimal.valueOf(60);

	/**
	 * One row as it came; nothing of it is believed yet.
	 *
	 * @param division nine digits of the township
	 * @param day such as 2026-07-01
	 * @param part name of a {@link DayPart}
	 * @param sky name of a {@link Weather}; may be left out
	 * @param windMs may be left out where the force is told, and the other way round
	 * @param warning name of a {@link WeatherWarning}; left out for none
	 */
	public record Row(@Nullable String division, @Nullable String day, @Nullable String part, @Nullable String sky,
			@Nullable BigDecimal rainMm, @Nullable BigDecimal windMs, @Nullable Integer windLevel,
			@Nullable BigDecimal tempMin, @Nullable BigDecimal tempMax, @Nullable String warning,
			@Nullable String warningText) {
	}

	/**
	 * What somebody issued at one moment.
	 *
	 * @param source who issued it, as farms read it
	 */
	public record Issue(@Nullable String source, @Nullable Instant issuedAt, List<Row> rows, boolean demo) {
	}

	/** 已存, 先前已有, 没收. */
	public enum RowOutcome {

		STORED, REPEATED, REFUSED

	}

	/**
	 * What became of one row.
	 *
	 * @param row its place in the issue, from 0
	 * @param why null unless refused
	 */
	public record Result(int row, RowOutcome outcome, @Nullable Refusal why) {
	}

	private static final String WHO = "hasAnyAuthority('production:weather:enter', 'weather.write')";

	private final JdbcClient sql;

	private final Divisions divisions;

	private final BusinessClock clock;

	/**
	 * Each row for itself: a bad one does not stop the others. The same issue sent again
	 * changes nothing.
	 * @throws RuleBroken where the issue as a whole cannot be one
	 */
	@PreAuthorize(WHO)
	public List<Result> take(Issue issue) {
		var issuedAt = issued(issue);
		// in one order, so that two senders of the same rows do not wait for each other
		var order = IntStream.range(0, issue.rows().size())
			.boxed()
			.sorted(Comparator.comparing(i -> key(issue.rows().get(i))))
			.toList();
		var results = new ArrayList<Result>();
		for (var i : order) {
			try {
				results.add(new Result(i, store(issue, issuedAt, issue.rows().get(i)), null));
			}
			catch (RuleBroken refusal) {
				results.add(new Result(i, RowOutcome.REFUSED, refusal));
			}
		}
		results.sort(Comparator.comparingInt(Result::row));
		return List.copyOf(results);
	}

	/**
	 * All rows or none, as typed into one form.
	 * @param places where on the form each row stands, from 0
	 * @throws RuleBroken about the first row that cannot be stored, at its field
	 */
	@PreAuthorize(WHO)
	public void enter(Issue issue, List<Integer> places) {
		for (var result : take(issue)) {
			if (result.why() instanceof RuleBroken refusal) {
				throw refusal.at("rows[" + places.get(result.row()) + "]."
						+ Objects.requireNonNullElse(refusal.field(), "rainMm"));
			}
		}
	}

	private static String key(Row row) {
		return row.division() + "/" + row.day() + "/" + row.part();
	}

	private Instant issued(Issue issue) {
		var source = issue.source();
		if (source == null || source.isBlank() || source.strip().length() > MOST_SOURCE) {
			throw new RuleBroken("production.weather.source", MOST_SOURCE).at("source");
		}
		var issuedAt = issue.issuedAt();
		if (issuedAt == null || issuedAt.isAfter(clock.now().plus(CLOCKS_APART))) {
			throw new RuleBroken("production.weather.issued").at("issuedAt");
		}
		if (issue.rows().isEmpty() || issue.rows().size() > MOST_ROWS) {
			throw new RuleBroken("production.weather.rows", MOST_ROWS).at("rows");
		}
		return issuedAt;
	}

	private RowOutcome store(Issue issue, Instant issuedAt, Row row) {
		var actor = Actor.current();
		var source = Objects.requireNonNull(issue.source()).strip();
		var told = read(row, source, issuedAt, actor.displayName(), issue.demo());
		var added = sql
			.sql("""
					insert into production_weather_forecast (id, tenant_id, division, day, part, sky, rain_mm, wind_ms, wind_level,
					  temp_min, temp_max, warning, warning_text, source, issued_at, arrived_at, by_person, by_name, demo)
					values (:id, :tenant, :division, :day, :part, :sky, :rain, :wind, :force, :min, :max, :warning, :text, :source,
					  :issued, :arrived, :person, :name, :demo)
					on conflict on constraint production_weather_forecast_issue_uq do nothing""")
			.param("id", told.id())
			.param("tenant", Tenant.require())
			.param("division", told.division())
			.param("day", told.day())
			.param("part", told.part().name())
			.param("sky", (told.sky() != null) ? told.sky().name() : null)
			.param("rain", told.rainMm())
			.param("wind", told.windMs())
			.param("force", told.windLevel())
			.param("min", told.tempMin())
			.param("max", told.tempMax())
			.param("warning", told.warning().name())
			.param("text", told.warningText())
			.param("source", source)
			.param("issued", Timestamp.from(issuedAt))
			.param("arrived", Timestamp.from(clock.now()))
			.param("person", actor.personId())
			.param("name", told.byName())
			.param("demo", told.demo())
			.update();
		if (added == 1) {
			return RowOutcome.STORED;
		}
		if (!same(told, there(told))) {
			throw new RuleBroken("production.weather.changed").at("day");
		}
		return RowOutcome.REPEATED;
	}

	private Forecast there(Forecast told) {
		return sql.sql("""
				select * from production_weather_forecast
				 where division = ? and day = ? and part = ? and source = ? and issued_at = ?""")
			.params(told.division(), told.day(), told.part().name(), told.source(), Timestamp.from(told.issuedAt()))
			.query(Forecasts::forecast)
			.single();
	}

	private static boolean same(Forecast one, Forecast other) {
		return one.sky() == other.sky() && alike(one.rainMm(), other.rainMm()) && alike(one.windMs(), other.windMs())
				&& Objects.equals(one.windLevel(), other.windLevel()) && alike(one.tempMin(), other.tempMin())
				&& alike(one.tempMax(), other.tempMax()) && one.warning() == other.warning()
				&& Objects.equals(one.warningText(), other.warningText());
	}

	private static boolean alike(@Nullable BigDecimal one, @Nullable BigDecimal other) {
		return (one == null || other == null) ? one == other : one.compareTo(other) == 0;
	}

	private Forecast read(Row row, String source, Instant issuedAt, String byName, boolean demo) {
		var division = township(row.division());
		var day = day(row.day(), issuedAt);
		var part = word(DayPart.class, row.part(), "part");
		var sky = (row.sky() == null || row.sky().isBlank()) ? null : word(Weather.class, row.sky(), "sky");
		var rain = within(row.rainMm(), BigDecimal.ZERO, MOST_RAIN);
		if (rain == null) {
			throw new RuleBroken("production.weather.rain", MOST_RAIN).at("rainMm");
		}
		wind(row);
		var min = within(row.tempMin(), MOST_DEGREES.negate(), MOST_DEGREES);
		var max = within(row.tempMax(), MOST_DEGREES.negate(), MOST_DEGREES);
		if (min == null || max == null || min.compareTo(max) > 0) {
			throw new RuleBroken("production.weather.temperature", MOST_DEGREES)
				.at((max == null || min != null) ? "tempMax" : "tempMin");
		}
		var warning = (row.warning() == null || row.warning().isBlank()) ? WeatherWarning.NONE
				: word(WeatherWarning.class, row.warning(), "warning");
		var text = (row.warningText() == null || row.warningText().isBlank()) ? null : row.warningText().strip();
		if ((warning == WeatherWarning.NONE) != (text == null) || (text != null && text.length() > MOST_WARNING_TEXT)) {
			throw new RuleBroken("production.weather.warning-text", MOST_WARNING_TEXT).at("warningText");
		}
		return new Forecast(Ids.next(), division, day, part, sky, rain, row.windMs(), row.windLevel(), min, max,
				warning, text, source, issuedAt, byName, demo);
	}

	private static void wind(Row row) {
		var speed = row.windMs();
		var force = row.windLevel();
		if ((speed == null && force == null) || (speed != null && within(speed, BigDecimal.ZERO, MOST_WIND) == null)
				|| (force != null && (force < 0 || force > MOST_FORCE))) {
			throw new RuleBroken("production.weather.wind", MOST_WIND, MOST_FORCE)
				.at((speed != null) ? "windMs" : "windLevel");
		}
	}

	/** Null where it is missing, out of bounds or finer than one decimal. */
	private static @Nullable BigDecimal within(@Nullable BigDecimal value, BigDecimal least, BigDecimal most) {
		return (value == null || value.compareTo(least) < 0 || value.compareTo(most) > 0
				|| value.stripTrailingZeros().scale() > 1) ? null : value;
	}

	/** The constant of that name; exactly as it is written. */
	static <E extends Enum<E>> E word(Class<E> type, @Nullable String name, String field) {
		for (var constant : type.getEnumConstants()) {
			if (constant.name().equals(name)) {
				return constant;
			}
		}
		throw new RuleBroken("production.weather.word", Objects.requireNonNullElse(name, "")).at(field);
	}

	private static LocalDate day(@Nullable String text, Instant issuedAt) {
		var issued = issuedAt.atZone(BusinessClock.ZONE).toLocalDate();
		var day = asked(text, null);
		if (day.isBefore(issued.minusDays(1)) || day.isAfter(issued.plusDays(DAYS_AHEAD))) {
			throw new RuleBroken("production.weather.day", DAYS_AHEAD).at("day");
		}
		return day;
	}

	/**
	 * The day that somebody typed.
	 * @param unasked what is meant where nothing was typed; null where something must be
	 * @throws RuleBroken where it cannot be read
	 */
	static LocalDate asked(@Nullable String text, @Nullable LocalDate unasked) {
		if (unasked != null && (text == null || text.isBlank())) {
			return unasked;
		}
		try {
			return LocalDate.parse(Objects.requireNonNullElse(text, ""));
		}
		catch (DateTimeParseException unreadable) {
			throw new RuleBroken("production.weather.day", DAYS_AHEAD).at("day");
		}
	}

	/** One of the county's that this person or machine may speak for. */
	private String township(@Nullable String code) {
		if (offered().stream().noneMatch(it -> it.code().value().equals(code))) {
			throw new RuleBroken("production.weather.division", Objects.requireNonNullElse(code, "")).at("division");
		}
		return Objects.requireNonNull(code);
	}

	/** The townships for which the acting person may enter a forecast, by code. */
	@PreAuthorize(WHO)
	public List<Divisions.Division> offered() {
		var actor = Actor.current();
		// a machine is registered for the county, not for a place in it
		var reach = (actor.kind() == Actor.Kind.MACHINE) ? "" : Reach.current().division();
		return townships().stream().filter(it -> it.code().value().startsWith(reach)).toList();
	}

	/** All of the county, by code. */
	List<Divisions.Division> townships() {
		var county = sql.sql("select division from platform_tenant where code = ?")
			.param(Tenant.require())
			.query(String.class)
			.single();
		return divisions.children(new DivisionCode(county));
	}

	/**
	 * What counts of those townships in that time: of each part the row issued last, in
	 * the order of township and time.
	 * @param since what was issued before counts no more
	 */
	@Transactional(readOnly = true)
	List<Forecast> counting(Collection<String> townships, LocalDate from, LocalDate to, Instant since) {
		return sql.sql("""
				select distinct on (division, day, part) * from production_weather_forecast
				 where division = any (:townships) and day between :from and :to and issued_at >= :since
				 order by division, day, part, issued_at desc, id desc""")
			.param("townships", townships.toArray(String[]::new))
			.param("from", from)
			.param("to", to)
			.param("since", Timestamp.from(since))
			.query(Forecasts::forecast)
			.list()
			.stream()
			.sorted(Comparator.comparing(Forecast::division).thenComparing(Forecast::from))
			.toList();
	}

	/** Every edition of one township's day, by part, the one that counts first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:weather:view')")
	public List<Forecast> editions(String township, LocalDate day) {
		return sql.sql("""
				select * from production_weather_forecast where division = ? and day = ?
				 order by issued_at desc, id desc limit 200""")
			.params(township, day)
			.query(Forecasts::forecast)
			.list()
			.stream()
			.sorted(Comparator.comparing(Forecast::part))
			.toList();
	}

	private static Forecast forecast(ResultSet row, int n) throws SQLException {
		var sky = row.getString("sky");
		return new Forecast(row.getObject("id", UUID.class), row.getString("division"),
				row.getObject("day", LocalDate.class), DayPart.valueOf(row.getString("part")),
				(sky != null) ? Weather.valueOf(sky) : null, row.getBigDecimal("rain_mm"), row.getBigDecimal("wind_ms"),
				row.getObject("wind_level", Integer.class), row.getBigDecimal("temp_min"),
				row.getBigDecimal("temp_max"), WeatherWarning.valueOf(row.getString("warning")),
				row.getString("warning_text"), row.getString("source"),
				row.getObject("issued_at", OffsetDateTime.class).toInstant(), row.getString("by_name"),
				row.getBoolean("demo"));
	}

}
