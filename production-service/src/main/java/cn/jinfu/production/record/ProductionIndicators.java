package cn.jinfu.production.record;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.IndicatorSource;
import cn.jinfu.kernel.Section;
import cn.jinfu.member.MemberPanel;
import cn.jinfu.production.Reach;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Production's figures, within the reader's reach; each is the total or the sum of the
 * list that it opens.
 */
@Component
@RequiredArgsConstructor
class ProductionIndicators implements IndicatorSource, MemberPanel {

	private static final String PLOT = "production:plot:view";

	private static final String PLANTING = "production:planting:view";

	private static final String HARVEST = "production:harvest:view";

	private static final String OPERATION = "production:operation:view";

	private static final String FIGURES = """
			select (select count(*) from production_plot p where p.state = 'VERIFIED' and %1$s),
			       (select coalesce(sum(p.area_mu), 0) from production_plot p where p.state = 'VERIFIED' and %1$s),
			       (select count(*) from production_planting_fact f
			         where f.state in ('PLANNED', 'GROWING', 'HARVESTING') and %2$s),
			       (select coalesce(sum(f.area_mu), 0) from production_planting_fact f
			         where f.state in ('PLANNED', 'GROWING', 'HARVESTING') and %2$s),
			       h.lots, h.kg, h.held,
			       (select count(distinct u.operation_id) from production_input_use u
			         join production_planting_fact f on f.tenant_id = u.tenant_id and f.id = u.planting_id
			        where u.standing = 'BLOCKED' and %2$s)
			  from (select count(*) filter (where l.status = 'VALID') as lots,
			               coalesce(sum(l.weight_kg) filter (where l.status = 'VALID'), 0) as kg,
			               count(*) filter (where l.status = 'PROBLEM') as held
			          from production_harvest_lot l
			          join production_planting p on p.tenant_id = l.tenant_id and p.id = l.planting_id
			          join production_plot f on f.tenant_id = p.tenant_id and f.id = p.plot_id
			         where l.picked_on >= :from and %3$s) h""".formatted(Reach.on("p", "p"), Reach.on("f", "f"),
			Reach.on("l", "f"));

	private record Figures(BigDecimal plots, BigDecimal plotArea, BigDecimal plantings, BigDecimal plantingArea,
			BigDecimal lots, BigDecimal kg, BigDecimal held, BigDecimal waiting) {
	}

	private final JdbcClient sql;

	private final BusinessClock clock;

	@Override
	@Transactional(readOnly = true)
	public List<Indicator> indicators() {
		var actor = Actor.current();
		if (!actor.may(PLOT) && !actor.may(PLANTING) && !actor.may(HARVEST)) {
			return List.of();
		}
		var from = LocalDate.of(clock.today().getYear(), 1, 1);
		var found = figures(from);
		var lots = "/console/harvests?from=" + from + "&status=";
		return List.of(indicator("plots", found.plots(), 0, "/console/plots?state=VERIFIED", PLOT, 210),
				indicator("plot-area", found.plotArea(), 2, "/console/plots?state=VERIFIED", PLOT, 211),
				indicator("plantings", found.plantings(), 0, "/console/plantings?active=true", PLANTING, 212),
				indicator("planting-area", found.plantingArea(), 2, "/console/plantings?active=true", PLANTING, 213),
				indicator("lots", found.lots(), 0, lots + "VALID", HARVEST, 214),
				indicator("weight", found.kg(), 0, lots + "VALID", HARVEST, 215),
				indicator("held", found.held(), 0, lots + "PROBLEM", HARVEST, 216),
				indicator("waiting", found.waiting(), 0, "/console/operations?waiting=true", OPERATION, 217));
	}

	private Figures figures(LocalDate from) {
		var reach = Reach.current();
		return sql.sql(FIGURES)
			.param("from", from)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query((row, n) -> new Figures(row.getBigDecimal(1), row.getBigDecimal(2), row.getBigDecimal(3),
					row.getBigDecimal(4), row.getBigDecimal(5), row.getBigDecimal(6), row.getBigDecimal(7),
					row.getBigDecimal(8)))
			.single();
	}

	private static Indicator indicator(String name, BigDecimal value, int scale, String path, String permission,
			int order) {
		return new Indicator("production.indicator." + name, Section.PRODUCTION, value, scale, path, permission, order);
	}

	@Override
	@Transactional(readOnly = true)
	public List<Link> links(UUID memberId) {
		record Counts(long plots, long plantings, long operations, long harvests) {
		}
		var counts = sql.sql("""
				select (select count(*) from production_plot where member_id = :m) as plots,
				       (select count(*) from production_planting where member_id = :m) as plantings,
				       (select count(*) from production_operation where member_id = :m) as operations,
				       (select count(*) from production_harvest_lot where member_id = :m) as harvests""")
			.param("m", memberId)
			.query(Counts.class)
			.single();
		return List.of(link("plots", memberId, counts.plots(), PLOT),
				link("plantings", memberId, counts.plantings(), PLANTING),
				link("operations", memberId, counts.operations(), OPERATION),
				link("harvests", memberId, counts.harvests(), HARVEST));
	}

	private static Link link(String list, UUID memberId, long count, String permission) {
		return new Link("production.menu." + list, "/console/" + list + "?memberId=" + memberId, String.valueOf(count),
				permission);
	}

}
