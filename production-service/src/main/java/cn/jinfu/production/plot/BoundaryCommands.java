package cn.jinfu.production.plot;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.Reach;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
@RequiredArgsConstructor
public class BoundaryCommands {

	private static final String TYPE = "Plot";

	private final Plots plots;

	private final BoundaryQueries queries;

	private final Overlaps overlaps;

	private final StatusHistory history;

	private final Audit audit;

	private final BusinessClock clock;

	private final EntityManager entities;

	private final JdbcClient sql;

	/** The corners as they stand on the map, on foot or in numbers. */
	@PreAuthorize("hasAuthority('production:plot:register')")
	public void draw(UUID plotId, List<Corner> corners, Datum datum, BoundarySource source, long version) {
		var plot = plots.require(plotId);
		if (!Reach.current().covers(plot.memberId(), plot.division().value())) {
			throw new NotFound("production.plot.not-found", plotId);
		}
		plot.seenAt(version);
		var boundary = Boundary.in(queries.frame(), corners.stream().map(datum::toWgs84).toList());
		var from = plot.state();
		var person = Actor.current();
		var edition = plot.draw(boundary.areaMu(), person.personId(), clock.now());
		var box = boundary.box();
		sql.sql("""
				insert into production_plot_boundary
				  (tenant_id, plot_id, edition, corners, area_mu, west, south, east, north, source, by_person, by_name, at)
				values (?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(Tenant.require(), plotId, edition, BoundaryQueries.json(boundary), boundary.areaMu().mu(),
					box.west(), box.south(), box.east(), box.north(), source.name(), person.personId(),
					person.displayName(), OffsetDateTime.ofInstant(clock.now(), ZoneOffset.UTC))
			.update();
		if (from != plot.state()) {
			history.record(TYPE, plotId, from, plot.state(), null);
		}
		audit.record("boundary", TYPE, plotId, edition + " " + source + " " + boundary.areaMu());
		plots.save(plot);
		entities.flush();
		overlaps.count(plotId);
	}

	/**
	 * @param pick which of several areas, from 1
	 */
	@PreAuthorize("hasAuthority('production:plot:register')")
	public void load(UUID plotId, byte[] file, Datum datum, @Nullable Integer pick, long version) {
		var read = BoundaryFiles.read(file, pick);
		try {
			draw(plotId, read.corners(), datum, read.source(), version);
		}
		catch (RuleBroken refusal) {
			throw refusal.at("file");
		}
	}

	/** Tells where the county lies, so that slips outside are refused. */
	@PreAuthorize("hasAuthority('production:map:set')")
	public void frame(MapFrame frame) {
		if (!MapFrame.COUNTRY.holds(frame)) {
			throw new RuleBroken("production.map-frame.outside");
		}
		var person = Actor.current();
		sql.sql("""
				insert into production_map_frame (tenant_id, west, south, east, north, by_person, by_name, at)
				values (?, ?, ?, ?, ?, ?, ?, ?)
				on conflict (tenant_id) do update set west = excluded.west, south = excluded.south,
				  east = excluded.east, north = excluded.north, by_person = excluded.by_person,
				  by_name = excluded.by_name, at = excluded.at""")
			.params(Tenant.require(), frame.west(), frame.south(), frame.east(), frame.north(), person.personId(),
					person.displayName(), OffsetDateTime.ofInstant(clock.now(), ZoneOffset.UTC))
			.update();
		audit.record("map-frame", "Tenant", person.personId(),
				frame.west() + " " + frame.south() + " " + frame.east() + " " + frame.north());
	}

}
