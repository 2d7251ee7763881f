package cn.jinfu.production.weather;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.production.operation.OperationKind;
import cn.jinfu.production.operation.Weather;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Whether the weather suits the work: for pages and callers. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class WeatherAdvices {

	/** So many days of forecasts are shown. */
	static final int DAYS = 4;

	/**
	 * A township at a glance.
	 *
	 * @param spraying today and tomorrow
	 * @param forecasts of today and the days after, as they count
	 */
	public record Outlook(String township, String name, List<DayAdvice> spraying, List<Forecast> forecasts,
			List<Measured> measured) {

		/** Whether nothing is known of the weather there. */
		public boolean blind() {
			return forecasts.isEmpty() && measured.isEmpty();
		}

	}

	private static final String VIEW = "hasAuthority('production:weather:view')";

	private final JdbcClient sql;

	private final AdviceFacts facts;

	private final Forecasts forecasts;

	private final MemberDirectory members;

	private final BusinessClock clock;

	/**
	 * Townships in which the farm has fields; without any, the one that it belongs to.
	 */
	@PreAuthorize(VIEW)
	public List<String> townships(UUID memberId) {
		var ofFields = sql
			.sql("select distinct left(division, 9) from production_plot where member_id = ? order by 1 limit 10")
			.param(memberId)
			.query(String.class)
			.list();
		return ofFields.isEmpty() ? List.of(members.require(memberId).townshipCode()) : ofFields;
	}

	/** Today, and tomorrow, whether to spray; for each township of the farm. */
	@PreAuthorize(VIEW)
	public List<Outlook> spraying(UUID memberId) {
		return outlooks(townships(memberId));
	}

	/** Every township of the county, by code. */
	@PreAuthorize(VIEW)
	public List<Outlook> county() {
		return outlooks(codes());
	}

	private List<String> codes() {
		return forecasts.townships().stream().map(it -> it.code().value()).toList();
	}

	private List<Outlook> outlooks(List<String> townships) {
		var today = clock.today();
		return facts.of(townships, today, today.plusDays(1))
			.entrySet()
			.stream()
			.map(it -> outlook(it.getKey(), it.getValue(), today))
			.toList();
	}

	private Outlook outlook(String township, AdviceFacts.Known known, LocalDate today) {
		var days = List.of(facts.day(known, WeatherWork.SPRAY, township, today),
				facts.day(known, WeatherWork.SPRAY, township, today.plusDays(1)));
		var now = known.now();
		var shown = known.counting()
			.stream()
			.filter(it -> it.to().isAfter(now) && it.day().isBefore(today.plusDays(DAYS)))
			.toList();
		return new Outlook(township, days.getFirst().townshipName(), days, shown, newest(known.measured()));
	}

	/** One reading of each sort; they come newest first. */
	private static List<Measured> newest(List<Measured> all) {
		return all.stream()
			.collect(Collectors.toMap(Measured::gauge, Function.identity(), (newer, _) -> newer))
			.values()
			.stream()
			.sorted(Comparator.comparing(Measured::gauge))
			.toList();
	}

	/**
	 * @throws RuleBroken for a township that is not the county's, or a day that no
	 * forecast reaches
	 */
	@PreAuthorize(VIEW)
	public DayAdvice day(WeatherWork work, String township, LocalDate day) {
		return days(List.of(work), township, day).getFirst();
	}

	/**
	 * One for each of those works, all by the same look at the weather.
	 * @throws RuleBroken as for one of them
	 */
	@PreAuthorize(VIEW)
	public List<DayAdvice> days(List<WeatherWork> works, String township, LocalDate day) {
		if (!codes().contains(township)) {
			throw new RuleBroken("production.weather.division", township).at("division");
		}
		if (day.isBefore(clock.today()) || day.isAfter(clock.today().plusDays(Forecasts.DAYS_AHEAD))) {
			throw new RuleBroken("production.weather.day", Forecasts.DAYS_AHEAD).at("day");
		}
		var known = known(township, day);
		return works.stream().map(work -> facts.day(known, work, township, day)).toList();
	}

	private AdviceFacts.Known known(String township, LocalDate day) {
		return Objects.requireNonNull(facts.of(List.of(township), day, day).get(township));
	}

	/**
	 * For work that is planned or about to be written down: one for each township of its
	 * plantings. Empty for kinds that no weather is asked about, for days gone by and for
	 * readers who may not see it.
	 */
	public List<DayAdvice> of(@Nullable OperationKind kind, @Nullable LocalDate on, List<UUID> plantingIds) {
		var work = work(kind);
		if (work == null || on == null || on.isBefore(clock.today())
				|| on.isAfter(clock.today().plusDays(Forecasts.DAYS_AHEAD)) || plantingIds.isEmpty()
				|| !Actor.current().may("production:weather:view")) {
			return List.of();
		}
		return facts.of(ofPlantings(plantingIds), on, on)
			.entrySet()
			.stream()
			.map(it -> facts.day(it.getValue(), work, it.getKey(), on))
			.toList();
	}

	/**
	 * What the sky is like in the first of those townships now, by station or forecast.
	 */
	public Optional<Weather> sky(@Nullable LocalDate on, List<UUID> plantingIds) {
		if (on == null || !clock.today().equals(on) || plantingIds.isEmpty()
				|| !Actor.current().may("production:weather:view")) {
			return Optional.empty();
		}
		var townships = ofPlantings(plantingIds);
		if (townships.isEmpty()) {
			return Optional.empty();
		}
		var known = known(townships.getFirst(), on);
		var rains = known.measured()
			.stream()
			.anyMatch(it -> it.gauge() == Measured.Gauge.RAIN && it.value().compareTo(BigDecimal.ZERO) > 0);
		return rains ? Optional.of(Weather.RAIN)
				: known.counting()
					.stream()
					.filter(it -> !it.from().isAfter(known.now()) && it.to().isAfter(known.now()))
					.map(Forecast::sky)
					.filter(Objects::nonNull)
					.findFirst();
	}

	private List<String> ofPlantings(List<UUID> plantingIds) {
		return sql.sql("""
				select distinct left(g.division, 9) from production_planting p
				  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
				 where p.id = any (:ids) order by 1 limit 10""")
			.param("ids", plantingIds.toArray(UUID[]::new))
			.query(String.class)
			.list();
	}

	private static @Nullable WeatherWork work(@Nullable OperationKind kind) {
		return switch (kind) {
			case SPRAY -> WeatherWork.SPRAY;
			case FERTILISE -> WeatherWork.FERTILISE;
			case IRRIGATE -> WeatherWork.IRRIGATE;
			case null, default -> null;
		};
	}

}
