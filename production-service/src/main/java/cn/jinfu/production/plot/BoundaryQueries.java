package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.Reach;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Where plots lie, and which of them claim the same ground. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class BoundaryQueries {

	/**
	 * One plot on a map.
	 *
	 * @param id null for a plot that the reader may not open
	 * @param name empty for such a one
	 * @param ring longitudes and latitudes by turns, six decimals
	 */
	public record Shape(@Nullable UUID id, String name, String state, List<BigDecimal> ring) {
	}

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private static final TypeReference<List<List<BigDecimal>>> CORNERS = new TypeReference<>() {
	};

	/** Neighbours that a small map shows. */
	private static final int AROUND = 300;

	private static final String IN_FORCE = " production_plot p join production_plot_boundary b"
			+ " on b.tenant_id = p.tenant_id and b.plot_id = p.id and b.edition = p.boundary_edition ";

	private final JdbcClient sql;

	private record Other(String no, boolean verified, Boundary boundary) {
	}

	/** Empty while none was drawn. */
	@PreAuthorize("hasAuthority('production:plot:view')")
	public Optional<BoundaryView> find(UUID plotId) {
		requireReached(plotId);
		return current(plotId).map(it -> it.withOverlaps(overlaps(plotId, it.boundary())));
	}

	@PreAuthorize("hasAuthority('production:plot:view')")
	public BoundaryView view(UUID plotId) {
		return find(plotId).orElseThrow(() -> new NotFound("production.boundary.not-found", plotId));
	}

	/**
	 * The farm's own plots and those of the same village, the plot itself last; for a
	 * small map. What the reader cannot open has neither name nor address.
	 */
	@PreAuthorize("hasAuthority('production:plot:view')")
	public List<Shape> around(UUID plotId) {
		requireReached(plotId);
		return sql
			.sql("select p.id, p.name, p.state, p.member_id, p.division, b.corners from" + IN_FORCE
					+ ", production_plot x where x.id = ? and (p.member_id = x.member_id or p.division = x.division)"
					+ " order by p.id = x.id, p.member_id = x.member_id, p.no desc limit " + AROUND)
			.param(plotId)
			.query(BoundaryQueries::shape)
			.list();
	}

	/** Where the county lies, as far as the federation has said. */
	@PreAuthorize("hasAuthority('production:plot:view')")
	public MapFrame frame() {
		return sql.sql("select west, south, east, north from production_map_frame")
			.query((row, n) -> new MapFrame(row.getBigDecimal(1), row.getBigDecimal(2), row.getBigDecimal(3),
					row.getBigDecimal(4)))
			.optional()
			.orElse(MapFrame.COUNTRY);
	}

	/**
	 * One after the other: of two plots on the same ground, verified at the same moment,
	 * the second must see the first.
	 * @throws RuleBroken {@code production.plot.overlap} naming the worst
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	void requireClear(UUID plotId) {
		var mine = current(plotId);
		if (mine.isEmpty()) {
			return;
		}
		sql.sql("select pg_advisory_xact_lock(hashtextextended('production.plot.verify:' || ?, 0))")
			.param(Tenant.require())
			.query((row, n) -> true)
			.single();
		overlaps(plotId, mine.get().boundary()).stream()
			.filter(BoundaryView.Overlap::blocks)
			.findFirst()
			.ifPresent(it -> {
				throw new RuleBroken("production.plot.overlap", it.no(), it.percent(), Boundary.BLOCK_PERCENT);
			});
	}

	private List<BoundaryView.Overlap> overlaps(UUID plotId, Boundary mine) {
		var box = mine.box();
		return sql.sql("select p.no, p.state, b.corners from" + IN_FORCE + """
				where p.id <> ? and p.state <> 'DRAFT'
				  and b.west < ? and b.east > ? and b.south < ? and b.north > ?""")
			.params(plotId, box.east(), box.west(), box.north(), box.south())
			.query((row, n) -> new Other(row.getString(1), PlotState.VERIFIED.name().equals(row.getString(2)),
					boundary(row, "corners")))
			.list()
			.stream()
			.map(other -> {
				var percent = mine.overlapPercent(other.boundary());
				return new BoundaryView.Overlap(other.no(), percent,
						other.verified() && percent.compareTo(Boundary.BLOCK_PERCENT) > 0);
			})
			.filter(overlap -> overlap.percent().compareTo(Boundary.WARN_PERCENT) > 0)
			.sorted(Comparator.comparing(BoundaryView.Overlap::percent).reversed())
			.toList();
	}

	private record Current(Boundary boundary, BoundaryView view) {

		BoundaryView withOverlaps(List<BoundaryView.Overlap> overlaps) {
			return new BoundaryView(view.plotId(), view.edition(), view.corners(), view.areaMu(), view.source(),
					view.byName(), view.at(), overlaps);
		}

	}

	private Optional<Current> current(UUID plotId) {
		return sql.sql("select b.* from" + IN_FORCE + "where p.id = ?").param(plotId).query((row, n) -> {
			var boundary = boundary(row, "corners");
			return new Current(boundary, new BoundaryView(plotId, row.getInt("edition"),
					boundary.corners().stream().map(it -> List.of(it.lon(), it.lat())).toList(),
					row.getBigDecimal("area_mu"), BoundarySource.valueOf(row.getString("source")),
					row.getString("by_name"), row.getObject("at", OffsetDateTime.class).toInstant(), List.of()));
		}).optional();
	}

	private void requireReached(UUID plotId) {
		sql.sql("select member_id, division from production_plot where id = ?")
			.param(plotId)
			.query((row, n) -> Reach.current().covers(row.getObject(1, UUID.class), row.getString(2)))
			.optional()
			.filter(reached -> reached)
			.orElseThrow(() -> new NotFound("production.plot.not-found", plotId));
	}

	private static Shape shape(ResultSet row, int n) throws SQLException {
		var open = Reach.current().covers(row.getObject("member_id", UUID.class), row.getString("division"))
				&& Actor.current().may("production:plot:view");
		var ring = new ArrayList<BigDecimal>();
		for (var corner : JSON.readValue(row.getString("corners"), CORNERS)) {
			corner.forEach(it -> ring.add(it.setScale(6, RoundingMode.HALF_UP)));
		}
		return new Shape(open ? row.getObject("id", UUID.class) : null, open ? row.getString("name") : "",
				row.getString("state"), ring);
	}

	static Boundary boundary(ResultSet row, String column) throws SQLException {
		return new Boundary(JSON.readValue(row.getString(column), CORNERS)
			.stream()
			.map(it -> new Corner(it.get(0), it.get(1)))
			.toList());
	}

	static String json(Boundary boundary) {
		return JSON.writeValueAsString(boundary.corners().stream().map(it -> List.of(it.lon(), it.lat())).toList());
	}

}
