package cn.jinfu.production.statistics;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.Crops;
import cn.jinfu.production.FreshPlan;
import cn.jinfu.production.InputKind;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import cn.jinfu.production.planting.SeasonPart;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Three grouped queries for a season. A quantity is converted by what its own item says:
 * nutrients by the percentages of the bag, active substance by the label; millilitres
 * never become grams otherwise.
 */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class StatisticsQueries {

	private static final int TOWNSHIP = 9;

	private static final int VILLAGE = 12;

	/**
	 * What is added up.
	 *
	 * @param part null: all of the year
	 * @param division code of a township; null: the county
	 */
	public record Asked(int year, @Nullable SeasonPart part, @Nullable String division, @Nullable String crop) {
	}

	private static final String WHERE = """
			 where p.season_year = :year and (:part = '' or p.season_part = :part) and p.state <> 'CANCELLED'
			   and g.division like :division || '%' and (:crop = '' or p.crop = :crop) and
			""" + Reach.on("p", "g");

	private static final String GROUP = " group by 1, 2";

	private static final String PLACE = "select left(g.division, :length) as place, p.crop, ";

	private static final String AREAS = PLACE + """
			count(*) as plantings, sum(p.area_mu) as area,
			       coalesce(sum(p.area_mu) filter (where p.state = 'FAILED'), 0) as failed
			  from production_planting p
			  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
			""" + WHERE + GROUP;

	private static final String HARVESTS = PLACE + """
			sum(l.weight_kg) as kg
			  from production_harvest_lot l
			  join production_planting p on p.tenant_id = l.tenant_id and p.id = l.planting_id
			  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
			""" + WHERE + " and l.status <> 'VOID'" + GROUP;

	/** Uses of fertilisers and pesticides; what was struck out does not count. */
	private static final String USES = """
			  from (select u.*, i.kind, i.unit,
			               case when i.unit = 'G' then u.quantity * f.n / 100000 end as n,
			               case when i.unit = 'G' then u.quantity * f.p / 100000 end as p2o5,
			               case when i.unit = 'G' then u.quantity * f.k / 100000 end as k2o,
			               case i.unit when 'G' then u.quantity * i.active_content / 100000
			                           when 'ML' then u.quantity * i.active_content / 1000000 end as active,
			               case i.kind when 'PESTICIDE' then i.active_content is null
			                           else f.input_id is null or i.unit <> 'G' end as untold
			          from production_input_use u
			          join production_agri_input i on i.tenant_id = u.tenant_id and i.id = u.input_id
			          left join production_fertiliser f on f.tenant_id = i.tenant_id and f.input_id = i.id
			         where u.standing <> 'VOID' and i.kind in ('PESTICIDE', 'FERTILISER')) x
			  join production_planting p on p.tenant_id = x.tenant_id and p.id = x.planting_id
			  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
			""" + WHERE;

	private static final String INPUTS = PLACE + """
			coalesce(sum(x.n), 0) as n, coalesce(sum(x.p2o5), 0) as p, coalesce(sum(x.k2o), 0) as k,
			       coalesce(sum(x.active), 0) as active, count(*) filter (where x.untold) as untold
			""" + USES + GROUP;

	private static final String MEASURED = """
			 and case :measure when '' then true when 'N' then x.n > 0 when 'P' then x.p2o5 > 0 when 'K' then x.k2o > 0
			     when 'ACTIVE' then x.active > 0 else x.untold end
			""";

	private record Part(String place, String crop, SeasonStatistics.Sums sums) {
	}

	private final JdbcClient sql;

	private final Divisions divisions;

	private final Crops crops;

	private final Farms farms;

	/** The years for which something was put down, the latest first. */
	@PreAuthorize("hasAuthority('production:planting:view')")
	public List<Integer> years() {
		return sql.sql("select distinct season_year from production_planting order by 1 desc limit 50")
			.query(Integer.class)
			.list();
	}

	/**
	 * Inputs are nought for who may not see operations.
	 * @throws NotFound for a code that is none of this county's townships
	 */
	@PreAuthorize("hasAuthority('production:planting:view') and hasAuthority('production:harvest:view')")
	public SeasonStatistics season(Asked asked) {
		var division = asked.division();
		var county = Actor.current().tenantId();
		if (division != null && (!division.matches("[0-9]{9}") || !division.startsWith(county)
				|| divisions.find(new DivisionCode(division)).isEmpty())) {
			throw new NotFound("production.iot.division-unknown", division);
		}
		FreshPlan.in(sql);
		var length = (division != null) ? VILLAGE : TOWNSHIP;
		var parts = Stream
			.of(read(AREAS, asked, length, StatisticsQueries::area),
					read(HARVESTS, asked, length, StatisticsQueries::harvest),
					Actor.current().may("production:operation:view")
							? read(INPUTS, asked, length, StatisticsQueries::input) : List.<Part>of())
			.flatMap(List::stream)
			.toList();
		var places = parts.stream().map(Part::place).distinct().sorted().toList();
		return new SeasonStatistics(sum(parts.stream()), byCrop(parts, places),
				places.stream()
					.map(code -> new SeasonStatistics.Place(code, divisions.name(new DivisionCode(code)),
							sum(parts.stream().filter(it -> it.place().equals(code))), code.length() == length))
					.toList());
	}

	private List<SeasonStatistics.Crop> byCrop(List<Part> parts, List<String> places) {
		return parts.stream()
			.map(Part::crop)
			.distinct()
			.map(code -> new SeasonStatistics.Crop(code, crops.find(code).map(Crops.Crop::name).orElse(code),
					sum(parts.stream().filter(it -> it.crop().equals(code))),
					places.stream().map(place -> grown(parts, code, place)).toList()))
			.sorted(Comparator.comparing((SeasonStatistics.Crop it) -> it.sums().areaMu())
				.reversed()
				.thenComparing(SeasonStatistics.Crop::code))
			.toList();
	}

	private static BigDecimal grown(List<Part> parts, String crop, String place) {
		return sum(parts.stream().filter(it -> it.crop().equals(crop) && it.place().equals(place))).areaMu();
	}

	private static SeasonStatistics.Sums sum(Stream<Part> parts) {
		return parts.map(Part::sums).reduce(SeasonStatistics.Sums.NONE, SeasonStatistics.Sums::plus);
	}

	private List<Part> read(String statement, Asked asked, int length, RowMapper<Part> each) {
		return bind(statement, asked).param("length", length).query(each).list();
	}

	private JdbcClient.StatementSpec bind(String statement, Asked asked) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("year", asked.year())
			.param("part", (asked.part() != null) ? asked.part().name() : "")
			.param("division", Objects.requireNonNullElse(asked.division(), ""))
			.param("crop", Objects.requireNonNullElse(asked.crop(), ""))
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	/** The rows behind what was used, the latest first. */
	@PreAuthorize("hasAuthority('production:operation:view')")
	public Paged<MeasuredUse> uses(Asked asked, @Nullable InputMeasure measure, @Nullable String after, int limit) {
		var from = Cursor.read(after, 2);
		FreshPlan.in(sql);
		var rows = bind("select x.*, g.name as plot_name,"
				+ " (select c.name from production_crop c where c.code = p.crop) as crop_name" + USES + MEASURED + """
						and (:afterDay = '' or (x.on_day, x.id) <
						     (cast(nullif(:afterDay, '') as date), cast(nullif(:afterId, '') as uuid)))
						order by x.on_day desc, x.id desc limit :limit""", asked)
			.param("measure", (measure != null) ? measure.name() : "")
			.param("afterDay", from.isEmpty() ? "" : from.getFirst())
			.param("afterId", from.isEmpty() ? "" : from.getLast())
			.param("limit", limit + 1)
			.query(StatisticsQueries::use)
			.list();
		var total = bind("select count(*) from (select 1" + USES + MEASURED + " limit 10001) y", asked)
			.param("measure", (measure != null) ? measure.name() : "")
			.query(Long.class)
			.single();
		return Paged.of(farms.named(rows, MeasuredUse::memberId, MeasuredUse::withMemberName), limit, total,
				it -> Cursor.of(it.on(), it.id()));
	}

	private static Part area(ResultSet row, int n) throws SQLException {
		var none = SeasonStatistics.Sums.NONE;
		return part(row, new SeasonStatistics.Sums(row.getInt("plantings"), row.getBigDecimal("area"),
				row.getBigDecimal("failed"), none.harvestedKg(), none.n(), none.p(), none.k(), none.active(), 0));
	}

	private static Part harvest(ResultSet row, int n) throws SQLException {
		var none = SeasonStatistics.Sums.NONE;
		return part(row, new SeasonStatistics.Sums(0, none.areaMu(), none.failedMu(), row.getBigDecimal("kg"), none.n(),
				none.p(), none.k(), none.active(), 0));
	}

	private static Part input(ResultSet row, int n) throws SQLException {
		var none = SeasonStatistics.Sums.NONE;
		return part(row,
				new SeasonStatistics.Sums(0, none.areaMu(), none.failedMu(), none.harvestedKg(), row.getBigDecimal("n"),
						row.getBigDecimal("p"), row.getBigDecimal("k"), row.getBigDecimal("active"),
						row.getInt("untold")));
	}

	private static Part part(ResultSet row, SeasonStatistics.Sums sums) throws SQLException {
		return new Part(row.getString("place"), row.getString("crop"), sums);
	}

	private static MeasuredUse use(ResultSet row, int n) throws SQLException {
		return new MeasuredUse(row.getObject("id", UUID.class), row.getObject("operation_id", UUID.class),
				row.getObject("on_day", LocalDate.class), row.getObject("member_id", UUID.class), "",
				row.getString("plot_name"), row.getString("crop_name"), row.getObject("input_id", UUID.class),
				row.getString("product"), InputKind.valueOf(row.getString("kind")), row.getBigDecimal("quantity"),
				InputUnit.valueOf(row.getString("unit")), row.getBigDecimal("n"), row.getBigDecimal("p2o5"),
				row.getBigDecimal("k2o"), row.getBigDecimal("active"), row.getBoolean("untold"));
	}

}
