package cn.jinfu.production.overview;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.Crops;
import cn.jinfu.production.FreshPlan;
import cn.jinfu.production.Reach;
import cn.jinfu.production.iot.alarm.Severity;
import cn.jinfu.production.planting.Staging;
import cn.jinfu.production.plot.CountyMap;
import cn.jinfu.production.plot.CountyMapQueries;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * A grouped query for each kind of row, however many there are; put together here. The
 * conditions are those of the lists that the figures lead to.
 */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class FieldOverviews {

	private static final int TOWNSHIP = 9;

	private static final int VILLAGE = 12;

	/** More alarms than these nobody tells apart. */
	private static final int MOST_RINGING = 300;

	private static final String STANDS = " in ('PLANNED', 'GROWING', 'HARVESTING')";

	private static final String WITHIN = " where g.division like :within || '%' and ";

	private static final String STANDING = """
			select left(g.division, :length) as place, p.crop, coalesce(s.no, 0) as stage_no, coalesce(s.name, '') as stage,
			       count(*) as plantings, sum(p.area_mu) as area, count(b.planting_id) as undecided,
			       count(i.planting_id) as interval,
			"""
			+ Staging.SQL
			+ """
					 as staging
					  from production_planting p
					  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
					  left join (select distinct planting_id from production_input_use where standing in ('BLOCKED', 'UPHELD')) b
					    on b.planting_id = p.id
					  left join (select distinct planting_id from production_input_use
					              where standing <> 'VOID' and case when decided_safe_on is not null then decided_safe_on else safe_on end
					                    > cast(:today as date)) i
					    on i.planting_id = p.id
					"""
			+ Staging.JOIN + WITHIN + "(:crop = '' or p.crop = :crop) and p.state" + STANDS + " and "
			+ Reach.on("p", "g") + " group by place, p.crop, staging, stage_no, stage";

	private static final String PLOTS = """
			select left(g.division, :length) as place, count(*) as plots, sum(g.area_mu) as area,
			       count(*) filter (where g.state = 'SUBMITTED') as unverified
			  from production_plot g
			""" + WITHIN + """
			(:crop = '' or exists (select 1 from production_planting x where x.tenant_id = g.tenant_id
			  and x.plot_id = g.id and x.crop = :crop and x.state""" + STANDS + ")) and " + Reach.on("g", "g")
			+ " group by place";

	private static final String PROBLEMS = """
			select left(g.division, :length) as place, p.crop, count(*) as n
			  from production_harvest_lot l
			  join production_planting p on p.tenant_id = l.tenant_id and p.id = l.planting_id
			  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
			""" + WITHIN + "l.status = 'PROBLEM' and (:crop = '' or p.crop = :crop) and p.state" + STANDS + " and "
			+ Reach.on("l", "g") + " group by 1, 2";

	private static final String CASES = """
			select left(g.division, :length) as place, coalesce(p.crop, '') as crop, count(*) as n
			  from production_field_case g
			  left join production_planting p on p.tenant_id = g.tenant_id and p.id = g.planting_id
			""" + WITHIN + "g.state <> 'CLOSED' and (:crop = '' or p.crop = :crop) and " + Reach.on("g", "g")
			+ " group by 1, 2";

	private static final String RINGING = " g.cleared_at is null and " + """
			(:crop = '' or exists (select 1 from production_planting x where x.tenant_id = g.tenant_id
			  and x.plot_id = g.plot_id and x.crop = :crop and x.state""" + STANDS + ")) and " + Reach.on("g", "g");

	private static final String ALARMS = "select left(g.division, :length) as place, '' as crop, count(*) as n"
			+ " from production_alarm g" + WITHIN + RINGING + " group by 1";

	private static final String SPOTS = """
			select g.id, r.name, g.severity, (b.west + b.east)::float8 / 2 as lon, (b.south + b.north)::float8 / 2 as lat
			  from production_alarm g
			  join production_alarm_rule r on r.tenant_id = g.tenant_id and r.id = g.rule_id
			  join production_plot q on q.tenant_id = g.tenant_id and q.id = g.plot_id
			  join production_plot_boundary b on b.tenant_id = q.tenant_id and b.plot_id = q.id
			   and b.edition = q.boundary_edition
			"""
			+ WITHIN + RINGING + " order by g.raised_at desc limit " + MOST_RINGING;

	/**
	 * What is asked for; empty means all.
	 *
	 * @param division code of a township
	 */
	public record Asked(@Nullable String division, @Nullable String crop) {
	}

	private record Standing(String place, String crop, Staging staging, int stageNo, String stage, int plantings,
			BigDecimal area, int undecided, int interval) {
	}

	private record Plots(String place, int plots, BigDecimal area, int unverified) {
	}

	private record Counted(String place, String crop, int n) {
	}

	/** All rows of which figures are made. */
	private record Rows(List<Standing> standing, List<Plots> plots, List<Counted> problems, List<Counted> cases,
			List<Counted> alarms) {

		Stream<String> places() {
			return Stream
				.of(standing.stream().map(Standing::place), plots.stream().map(Plots::place),
						problems.stream().map(Counted::place), cases.stream().map(Counted::place),
						alarms.stream().map(Counted::place))
				.flatMap(it -> it)
				.distinct()
				.sorted();
		}

		FieldOverview.Figures figures(Predicate<String> place, Predicate<String> crop) {
			var stands = standing.stream().filter(it -> place.test(it.place()) && crop.test(it.crop())).toList();
			var land = plots.stream().filter(it -> place.test(it.place())).toList();
			return new FieldOverview.Figures(sum(land, Plots::plots), mu(land, Plots::area),
					sum(land, Plots::unverified), sum(stands, Standing::plantings), mu(stands, Standing::area),
					sum(stands, Standing::undecided), sum(stands, Standing::interval), count(problems, place, crop),
					count(cases, place, crop), count(alarms, place, _ -> true));
		}

		private static int count(List<Counted> rows, Predicate<String> place, Predicate<String> crop) {
			return rows.stream()
				.filter(it -> place.test(it.place()) && crop.test(it.crop()))
				.mapToInt(Counted::n)
				.sum();
		}

	}

	private final JdbcClient sql;

	private final CountyMapQueries maps;

	private final Divisions divisions;

	private final Crops crops;

	private final BusinessClock clock;

	/**
	 * What the reader may not see is nought: alarms, cases.
	 * @throws NotFound for a code that is none of this county's townships
	 */
	@PreAuthorize("hasAuthority('production:plot:view') and hasAuthority('production:planting:view')")
	public FieldOverview overview(Asked asked) {
		var county = Actor.current().tenantId();
		var division = asked.division();
		if (division != null && (!division.matches("[0-9]{9}") || !division.startsWith(county)
				|| divisions.find(new DivisionCode(division)).isEmpty())) {
			throw new NotFound("production.iot.division-unknown", division);
		}
		FreshPlan.in(sql);
		var length = (division != null) ? VILLAGE : TOWNSHIP;
		var rows = rows(asked, county, length);
		var map = maps.map(new CountyMapQueries.Asked(division, null, asked.crop(), null, null, null));
		var places = rows.places()
			.map(code -> new FieldOverview.Place(code, divisions.name(new DivisionCode(code)),
					rows.figures(code::equals, _ -> true), code.length() == length))
			.toList();
		return new FieldOverview(clock.today(), rows.figures(_ -> true, _ -> true), places, byCrop(rows), stages(rows),
				map, ringing(asked, county, map.view()));
	}

	private Rows rows(Asked asked, String county, int length) {
		var actor = Actor.current();
		return new Rows(
				bind(STANDING, asked, county).param("length", length)
					.param("today", clock.today())
					.query((row, n) -> new Standing(row.getString("place"), row.getString("crop"),
							Staging.valueOf(row.getString("staging")), row.getInt("stage_no"), row.getString("stage"),
							row.getInt("plantings"), row.getBigDecimal("area"), row.getInt("undecided"),
							row.getInt("interval")))
					.list(),
				bind(PLOTS, asked, county).param("length", length)
					.query((row, n) -> new Plots(row.getString(1), row.getInt(2), row.getBigDecimal(3), row.getInt(4)))
					.list(),
				actor.may("production:harvest:view") ? counted(PROBLEMS, asked, county, length) : List.of(),
				actor.may("production:operation:view") ? counted(CASES, asked, county, length) : List.of(),
				actor.may("production:device:view") ? counted(ALARMS, asked, county, length) : List.of());
	}

	private List<Counted> counted(String statement, Asked asked, String county, int length) {
		return bind(statement, asked, county).param("length", length)
			.query((row, n) -> new Counted(row.getString("place"), row.getString("crop"), row.getInt("n")))
			.list();
	}

	private JdbcClient.StatementSpec bind(String statement, Asked asked, String county) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("within", Objects.requireNonNullElse(asked.division(), county))
			.param("crop", Objects.requireNonNullElse(asked.crop(), ""))
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private List<FieldOverview.Crop> byCrop(Rows rows) {
		return rows.standing()
			.stream()
			.map(Standing::crop)
			.distinct()
			.map(code -> new FieldOverview.Crop(code, name(code), rows.figures(_ -> true, code::equals)))
			.sorted(Comparator.comparing((FieldOverview.Crop it) -> it.figures().plantedMu())
				.reversed()
				.thenComparing(FieldOverview.Crop::code))
			.toList();
	}

	private List<FieldOverview.Stage> stages(Rows rows) {
		record Key(String crop, Staging staging, int no, String name) {
		}
		Map<Key, List<Standing>> together = rows.standing()
			.stream()
			.collect(Collectors.groupingBy(it -> new Key(it.crop(), it.staging(), it.stageNo(), it.stage()),
					() -> new TreeMap<>(Comparator.comparing((Key it) -> it.staging() == Staging.NONE)
						.thenComparing(Key::crop)
						.thenComparing(Key::staging)
						.thenComparing(Key::no)
						.thenComparing(Key::name)),
					Collectors.toList()));
		var stages = new ArrayList<FieldOverview.Stage>();
		var seen = new TreeMap<String, Integer>();
		together.forEach((key, them) -> {
			// two editions may number the same stage differently: one line for its name
			var at = seen.putIfAbsent(key.crop() + "/" + key.staging() + "/" + key.name(), stages.size());
			var line = new FieldOverview.Stage(key.crop(), name(key.crop()), key.staging(), key.name(),
					sum(them, Standing::plantings), mu(them, Standing::area));
			if (at == null) {
				stages.add(line);
			}
			else {
				var before = stages.get(at);
				stages.set(at, new FieldOverview.Stage(line.crop(), line.cropName(), line.staging(), line.name(),
						before.plantings() + line.plantings(), before.areaMu().add(line.areaMu())));
			}
		});
		return List.copyOf(stages);
	}

	private String name(String crop) {
		return crops.find(crop).map(Crops.Crop::name).orElse(crop);
	}

	private List<FieldOverview.Ringing> ringing(Asked asked, String county, CountyMap.@Nullable View view) {
		if (view == null || !Actor.current().may("production:device:view")) {
			return List.of();
		}
		return bind(SPOTS, asked, county)
			.query((row, n) -> new FieldOverview.Ringing(row.getObject(1, UUID.class), row.getString(2),
					Severity.valueOf(row.getString(3)), view.x(row.getDouble(4)), view.y(row.getDouble(5))))
			.list();
	}

	private static <T> int sum(List<T> rows, ToIntFunction<T> of) {
		return rows.stream().mapToInt(of).sum();
	}

	private static <T> BigDecimal mu(List<T> rows, Function<T, BigDecimal> of) {
		return rows.stream().map(of).reduce(BigDecimal.ZERO, BigDecimal::add);
	}

}
