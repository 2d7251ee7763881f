package cn.jinfu.production.plot;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which plots claim the same ground beyond the line of warning: counted when a boundary
 * is drawn, and at night for those that came otherwise.
 */
@Component
@RequiredArgsConstructor
class Overlaps implements JobDefinition {

	private static final int BATCH = 5000;

	/** Of so many on one spot the data is wrong, and not every pair is worth a row. */
	private static final int NEIGHBOURS = 100;

	private final JdbcClient sql;

	private record Other(UUID id, Boundary boundary) {
	}

	@Override
	public String name() {
		return "production.plot-overlaps";
	}

	@Override
	public String cron() {
		return "0 40 2 * * *";
	}

	@Override
	@Transactional
	public int run(LocalDate businessDate) {
		var plots = sql.sql("""
				select id from production_plot where boundary_edition is distinct from overlaps_edition
				 order by id limit ?""").param(BATCH).query(UUID.class).list();
		plots.forEach(this::count);
		return plots.size();
	}

	/** One after the other: of two drawn at the same moment the second sees the first. */
	@Transactional
	void count(UUID plotId) {
		sql.sql("select pg_advisory_xact_lock(hashtextextended('production.plot.overlap:' || ?, 0))")
			.param(Tenant.require())
			.query((row, n) -> true)
			.single();
		sql.sql("delete from production_plot_overlap where plot_id = ? or other_id = ?")
			.params(plotId, plotId)
			.update();
		var mine = drawn("b.plot_id = ?", plotId);
		if (!mine.isEmpty()) {
			var boundary = mine.getFirst().boundary();
			var box = boundary.box();
			drawn("p.id <> ? and b.west < ? and b.east > ? and b.south < ? and b.north > ? order by p.id limit "
					+ NEIGHBOURS, plotId, box.east(), box.west(), box.north(), box.south())
				.forEach(other -> keep(plotId, other, boundary));
		}
		sql.sql("update production_plot set overlaps_edition = boundary_edition where id = ?").param(plotId).update();
	}

	private void keep(UUID plotId, Other other, Boundary mine) {
		var percent = mine.overlapPercent(other.boundary());
		if (percent.compareTo(Boundary.WARN_PERCENT) > 0) {
			sql.sql("""
					insert into production_plot_overlap (tenant_id, plot_id, other_id, percent)
					values (:tenant, :one, :other, :percent), (:tenant, :other, :one, :percent)""")
				.param("tenant", Tenant.require())
				.param("one", plotId)
				.param("other", other.id())
				.param("percent", percent)
				.update();
		}
	}

	private List<Other> drawn(String where, Object... values) {
		return sql.sql("""
				select p.id, b.corners from production_plot p
				  join production_plot_boundary b on b.tenant_id = p.tenant_id and b.plot_id = p.id
				   and b.edition = p.boundary_edition where\s""" + where)
			.params(List.of(values))
			.query((row, n) -> new Other(row.getObject(1, UUID.class), BoundaryQueries.boundary(row, "corners")))
			.list();
	}

}
