package cn.jinfu.production.iot;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.production.Reach;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** From when to when a curve of "this crop" goes. */
@Component
@RequiredArgsConstructor
class PlotSeasons {

	/**
	 * @param endedOn null while it stands
	 */
	public record Season(String cropName, LocalDate sownOn, @Nullable LocalDate endedOn) {

		Instant[] during(Instant now) {
			var end = (endedOn != null) ? endedOn.plusDays(1).atStartOfDay(BusinessClock.ZONE).toInstant() : now;
			return new Instant[] { sownOn.atStartOfDay(BusinessClock.ZONE).toInstant(), end.isAfter(now) ? now : end };
		}

	}

	private final JdbcClient sql;

	private final BusinessClock clock;

	/**
	 * What stands on the plot, else what stood there last; empty where nothing ever did,
	 * or nothing of the reader's.
	 */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:device:view')")
	public Optional<Season> at(@Nullable UUID plotId) {
		if (plotId == null) {
			return Optional.empty();
		}
		var reach = Reach.current();
		return sql.sql("""
				select c.name, p.sown_on, p.ended_on from production_planting p
				  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
				  join production_crop c on c.code = p.crop
				 where p.plot_id = :plot and p.sown_on < :today and p.state <> 'CANCELLED' and
				""" + Reach.on("p", "g") + " order by p.ended_on is not null, p.sown_on desc, p.id limit 1")
			.param("plot", plotId)
			.param("today", clock.today())
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query((row, n) -> new Season(row.getString(1), row.getObject(2, LocalDate.class),
					row.getObject(3, LocalDate.class)))
			.optional();
	}

}
