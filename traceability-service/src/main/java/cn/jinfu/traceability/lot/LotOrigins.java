package cn.jinfu.traceability.lot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What grew on which field is in a lot; quotas follow it. */
@Component
@RequiredArgsConstructor
@Transactional(readOnly = true)
public class LotOrigins {

	private static final int SCALE = 6;

	private final JdbcClient sql;

	/** Kilograms of the whole lot by planting; a lot of one planting is all of it. */
	public SortedMap<UUID, BigDecimal> of(UUID lotId) {
		var origins = new TreeMap<UUID, BigDecimal>();
		sql.sql("""
				select planting_id, kg from trace_lot where id = :lot and planting_id is not null
				union all select planting_id, kg from trace_lot_origin where lot_id = :lot""")
			.param("lot", lotId)
			.query(row -> {
				origins.put(row.getObject(1, UUID.class), row.getBigDecimal(2));
			});
		return origins;
	}

	/**
	 * An amount of the lot by planting, in the lot's shares; the parts add up to exactly
	 * the amount.
	 */
	public SortedMap<UUID, BigDecimal> share(UUID lotId, BigDecimal kg) {
		return split(of(lotId), kg);
	}

	/**
	 * By weight, each share cut to the gram's thousandth; what is over goes to the last.
	 */
	public static <K extends Comparable<K>> SortedMap<K, BigDecimal> split(SortedMap<K, BigDecimal> weights,
			BigDecimal amount) {
		var shares = new TreeMap<K, BigDecimal>();
		var total = weights.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
		var passed = BigDecimal.ZERO;
		var given = BigDecimal.ZERO;
		for (var weight : weights.entrySet()) {
			passed = passed.add(weight.getValue());
			var due = amount.multiply(passed).divide(total, SCALE, RoundingMode.DOWN);
			if (due.compareTo(given) > 0) {
				shares.put(weight.getKey(), due.subtract(given));
			}
			given = due;
		}
		return shares;
	}

	/** Written once, when a lot was made of several plantings. */
	@Transactional(propagation = Propagation.MANDATORY)
	void made(TraceLot lot, List<TraceLot> sources, List<BigDecimal> given) {
		if (lot.plantingId() != null) {
			return;
		}
		var weights = new TreeMap<UUID, BigDecimal>();
		for (int i = 0; i < sources.size(); i++) {
			share(sources.get(i).id(), given.get(i))
				.forEach((planting, kg) -> weights.merge(planting, kg, BigDecimal::add));
		}
		split(weights, lot.kg()).forEach((planting, kg) -> sql
			.sql("insert into trace_lot_origin (tenant_id, lot_id, planting_id, kg) values (?, ?, ?, ?)")
			.params(Tenant.require(), lot.id(), planting, kg)
			.update());
	}

}
