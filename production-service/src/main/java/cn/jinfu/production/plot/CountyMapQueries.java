package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.MapTiles;
import cn.jinfu.production.FreshPlan;
import cn.jinfu.production.Reach;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** All plots within reach on one map. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class CountyMapQueries {

	/**
	 * Where one looks and at what; empty means all.
	 *
	 * @param division code of a township or village
	 * @param crop code of what stands there now
	 * @param lon centre of the drawing; null shows all that the rest finds
	 * @param span degrees of longitude from edge to edge
	 */
	public record Asked(@Nullable String division, @Nullable PlotMark mark, @Nullable String crop,
			@Nullable BigDecimal lon, @Nullable BigDecimal lat, @Nullable BigDecimal span) {
	}

	private static final int TOWNSHIP = 9;

	private static final int VILLAGE = 12;

	private static final String SEEN = """
			with standing as (
			  select plot_id, bool_or(:crop = '' or crop = :crop) as wanted from production_planting
			   where state in ('GROWING', 'HARVESTING') group by plot_id),
			held as (
			  select distinct g.plot_id from production_harvest_lot l
			    join production_planting g on g.tenant_id = l.tenant_id and g.id = l.planting_id
			   where l.status = 'PROBLEM' and g.state in ('PLANNED', 'GROWING', 'HARVESTING')),
			claimed as (
			  select distinct o.plot_id from production_plot_overlap o
			    join production_plot q on q.tenant_id = o.tenant_id and q.id = o.other_id where q.state <> 'DRAFT'),
			marked as (
			  select p.id, p.no, p.name, p.division, p.area_mu, p.state, b.corners,
			         b.west::float8, b.south::float8, b.east::float8, b.north::float8,
			         c.plot_id is not null and p.state <> 'DRAFT' as overlap,
			         case when h.plot_id is not null then 'HELD'
			              when c.plot_id is not null and p.state <> 'DRAFT' then 'OVERLAP'
			              when p.state <> 'VERIFIED' then p.state
			              when s.plot_id is not null then 'PLANTED' else 'IDLE' end as mark
			    from production_plot p
			    left join production_plot_boundary b on b.tenant_id = p.tenant_id and b.plot_id = p.id
			      and b.edition = p.boundary_edition
			    left join standing s on s.plot_id = p.id
			    left join held h on h.plot_id = p.id
			    left join claimed c on c.plot_id = p.id
			   where (:division = '' or p.division like :division || '%') and (:crop = '' or s.wanted) and
			""" + Reach.on("p", "p") + """
			), seen as (select * from marked where :mark = '' or mark = :mark or (:mark = 'OVERLAP' and overlap))
			""";

	private static final String IN_VIEW = " from seen where west < :east and east > :west and south < :north and north > :south";

	private final JdbcClient sql;

	private final Divisions divisions;

	private final MapTiles tiles;

	private record Raw(String code, int plots, BigDecimal areaMu, int verified, int held, int overlap, int unbounded,
			@Nullable Double lon, @Nullable Double lat, @Nullable MapFrame frame) {
	}

	private record Dot(PlotMark mark, int x, int y) {
	}

	@PreAuthorize("hasAuthority('production:plot:view')")
	public CountyMap map(Asked asked) {
		FreshPlan.in(sql);
		var found = found(asked);
		var view = view(asked, found);
		var places = found.stream().map(raw -> placed(raw, view)).toList();
		if (view == null) {
			return new CountyMap(places, null, List.of(), 0, List.of(), List.of());
		}
		var inView = (asked.lon() != null)
				? within(asked, view, "select count(*)" + IN_VIEW).query(Integer.class).single()
				: found.stream().mapToInt(it -> it.plots() - it.unbounded()).sum();
		if (inView <= CountyMap.MOST_OUTLINES) {
			return new CountyMap(places, view, Tile.over(view, tiles), inView,
					within(asked, view, "select id, no, name, mark, overlap, corners" + IN_VIEW + " order by no")
						.query((row, n) -> outline(row, view))
						.list(),
					List.of());
		}
		return new CountyMap(places, view, Tile.over(view, tiles), inView, List.of(), dots(asked, view));
	}

	/** Where one asked to look, or all of what was found. */
	private static CountyMap.@Nullable View view(Asked asked, List<Raw> found) {
		var lon = asked.lon();
		var lat = asked.lat();
		var span = asked.span();
		if (lon != null && lat != null && span != null) {
			return CountyMap.View.at(Math.clamp(lon.doubleValue(), -180, 180), Math.clamp(lat.doubleValue(), -80, 80),
					span.doubleValue());
		}
		return found.stream()
			.map(Raw::frame)
			.filter(Objects::nonNull)
			.reduce((a, b) -> new MapFrame(a.west().min(b.west()), a.south().min(b.south()), a.east().max(b.east()),
					a.north().max(b.north())))
			.map(CountyMap.View::around)
			.orElse(null);
	}

	private List<Raw> found(Asked asked) {
		var division = asked.division();
		var length = (division == null || division.length() < TOWNSHIP) ? TOWNSHIP : VILLAGE;
		return bind(asked, """
				select left(division, :length), count(*), sum(area_mu), count(*) filter (where state = 'VERIFIED'),
				       count(*) filter (where mark = 'HELD'), count(*) filter (where overlap),
				       count(*) filter (where west is null), avg((west + east) / 2), avg((south + north) / 2),
				       min(west), min(south), max(east), max(north)
				  from seen group by 1 order by 1""").param("length", length)
			.query((row, n) -> new Raw(row.getString(1), row.getInt(2), row.getBigDecimal(3), row.getInt(4),
					row.getInt(5), row.getInt(6), row.getInt(7), row.getObject(8, Double.class),
					row.getObject(9, Double.class), frame(row)))
			.list();
	}

	private static @Nullable MapFrame frame(ResultSet row) throws SQLException {
		var west = row.getBigDecimal(10);
		return (west == null) ? null
				: new MapFrame(west, row.getBigDecimal(11), row.getBigDecimal(12), row.getBigDecimal(13));
	}

	private CountyMap.Place placed(Raw raw, CountyMap.@Nullable View view) {
		var lon = raw.lon();
		var lat = raw.lat();
		Integer x = null;
		Integer y = null;
		if (view != null && lon != null && lat != null && view.holds(lon, lat)) {
			x = view.x(lon);
			y = view.y(lat);
		}
		return new CountyMap.Place(raw.code(), divisions.name(new DivisionCode(raw.code())), raw.plots(), raw.areaMu(),
				raw.verified(), raw.held(), raw.overlap(), raw.unbounded(), x, y);
	}

	private List<CountyMap.Dots> dots(Asked asked, CountyMap.View view) {
		var paths = new EnumMap<PlotMark, StringBuilder>(PlotMark.class);
		within(asked, view, "select mark, floor(((west + east) / 2 - :west) * :perLon / :dot)::int as x,"
				+ " floor((:north - (south + north) / 2) * :perLat / :dot)::int as y" + IN_VIEW + " group by 1, 2, 3")
			.param("perLon", view.perLon())
			.param("perLat", view.perLat())
			.param("dot", CountyMap.DOT)
			.query((row, n) -> new Dot(PlotMark.valueOf(row.getString(1)), row.getInt(2), row.getInt(3)))
			.list()
			.forEach(it -> paths.computeIfAbsent(it.mark(), _ -> new StringBuilder())
				.append('M')
				.append(it.x() * CountyMap.DOT)
				.append(' ')
				.append(it.y() * CountyMap.DOT)
				.append("h3v3h-3z"));
		return paths.entrySet()
			.stream()
			.sorted(Comparator.comparing(it -> it.getKey()))
			.map(it -> new CountyMap.Dots(it.getKey(), it.getValue().toString()))
			.toList();
	}

	private static CountyMap.Outline outline(ResultSet row, CountyMap.View view) throws SQLException {
		var points = BoundaryQueries.boundary(row, "corners")
			.corners()
			.stream()
			.map(it -> String.format(Locale.ROOT, "%.1f,%.1f", (it.lon().doubleValue() - view.west()) * view.perLon(),
					(view.north() - it.lat().doubleValue()) * view.perLat()))
			.collect(Collectors.joining(" "));
		return new CountyMap.Outline(row.getObject("id", UUID.class), row.getString("no"), row.getString("name"),
				PlotMark.valueOf(row.getString("mark")), row.getBoolean("overlap"), points);
	}

	private JdbcClient.StatementSpec within(Asked asked, CountyMap.View view, String statement) {
		return bind(asked, statement).param("west", view.west())
			.param("east", view.east())
			.param("south", view.south())
			.param("north", view.north());
	}

	private JdbcClient.StatementSpec bind(Asked asked, String statement) {
		var reach = Reach.current();
		var division = asked.division();
		return sql.sql(SEEN + statement)
			.param("division", (division != null) ? division : Actor.current().tenantId())
			.param("mark", (asked.mark() != null) ? asked.mark().name() : "")
			.param("crop", (asked.crop() != null) ? asked.crop() : "")
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

}
