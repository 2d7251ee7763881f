package cn.jinfu.production.planting;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.Crops;
import cn.jinfu.production.PlotKind;
import lombok.RequiredArgsConstructor;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a 亩 may yield at most, decided by the federation. A new decision is a new row from
 * a day on; plantings keep the one of their sowing day.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class YieldStandards {

	/**
	 * @param decidedBy the meeting or paper that decided it
	 */
	public record Standard(String crop, String cropName, PlotKind plotKind, BigDecimal kgPerMu, LocalDate validFrom,
			String decidedBy, boolean demo) {
	}

	private final JdbcClient sql;

	private final Crops crops;

	private final Audit audit;

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:planting:view')")
	public List<Standard> all() {
		return sql.sql("""
				select y.crop, c.name, y.plot_kind, y.kg_per_mu, y.valid_from, y.decided_by, y.demo
				  from production_yield_standard y join production_crop c on c.code = y.crop
				 order by c.sort, y.plot_kind, y.valid_from desc""")
			.query((row, n) -> new Standard(row.getString(1), row.getString(2), PlotKind.valueOf(row.getString(3)),
					row.getBigDecimal(4), row.getObject(5, LocalDate.class), row.getString(6), row.getBoolean(7)))
			.list();
	}

	@PreAuthorize("hasAuthority('production:yield:decide')")
	public UUID decide(String crop, PlotKind kind, BigDecimal kgPerMu, LocalDate validFrom, String decidedBy,
			boolean demo) {
		if (crops.find(crop).isEmpty()) {
			throw new RuleBroken("production.crop.unknown", crop).at("crop");
		}
		if (kgPerMu.signum() <= 0) {
			throw new RuleBroken("production.quantity.not-positive").at("kgPerMu");
		}
		var id = Ids.next();
		try {
			sql.sql("""
					insert into production_yield_standard
					  (id, tenant_id, version, crop, plot_kind, kg_per_mu, valid_from, decided_by, demo)
					values (?, ?, 0, ?, ?, ?, ?, ?, ?)""")
				.params(id, Tenant.require(), crop, kind.name(), kgPerMu, validFrom, decidedBy, demo)
				.update();
		}
		catch (DuplicateKeyException known) {
			throw new RuleBroken("production.yield.known", validFrom).at("validFrom");
		}
		audit.record("decide", "YieldStandard", id, crop + " " + kind + " " + kgPerMu);
		return id;
	}

}
