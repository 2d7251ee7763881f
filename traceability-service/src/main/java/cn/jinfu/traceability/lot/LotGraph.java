package cn.jinfu.traceability.lot;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The chain as a graph: bought inputs, plantings, lots. {@code union} on the id alone, so
 * that it ends on blends and loops.
 */
@Component
@RequiredArgsConstructor
@Transactional(propagation = Propagation.SUPPORTS)
public class LotGraph {

	/** Everything made of {@code :ids}, themselves included. */
	public static final String FORWARD = """
			with recursive hit(id) as (
			  select unnest(:ids) union select e.child_id from hit h cross join lateral trace_children(h.id) e(child_id))
			""";

	/** Everything that went into {@code :ids}, themselves included. */
	public static final String BACKWARD = """
			with recursive hit(id) as (
			  select unnest(:ids) union select e.parent_id from hit h cross join lateral trace_parents(h.id) e(parent_id))
			""";

	/** A lot beside another in the chain. */
	public record Neighbour(UUID id, String lotCode, LotKind kind, String cropName, String holder, LocalDate on,
			BigDecimal kg, BigDecimal kgLeft, LotStatus status) {
	}

	private final JdbcClient sql;

	/** Ids of the lots reached downstream; seeds may be inputs and plantings too. */
	public List<UUID> forward(Collection<UUID> seeds) {
		return closure(FORWARD, seeds);
	}

	/** Ids of the lots upstream. */
	public List<UUID> backward(Collection<UUID> seeds) {
		return closure(BACKWARD, seeds);
	}

	private List<UUID> closure(String walk, Collection<UUID> seeds) {
		return sql.sql(walk + "select l.id from hit join trace_lot l on l.id = hit.id order by l.id")
			.param("ids", seeds.toArray(UUID[]::new))
			.query(UUID.class)
			.list();
	}

	/** Where it all grew. */
	public List<UUID> plantings(TraceLot lot) {
		var one = lot.plantingId();
		if (one != null) {
			return List.of(one);
		}
		return sql.sql(BACKWARD + """
				select distinct l.planting_id from hit join trace_lot l on l.id = hit.id
				 where l.planting_id is not null order by 1""")
			.param("ids", new UUID[] { lot.id() })
			.query(UUID.class)
			.list();
	}

	/** One step up, the earliest first. */
	public List<Neighbour> madeOf(UUID lotId) {
		return neighbours("e.parent_id", "e.child_id", lotId);
	}

	/** One step down. */
	public List<Neighbour> madeInto(UUID lotId) {
		return neighbours("e.child_id", "e.parent_id", lotId);
	}

	private List<Neighbour> neighbours(String other, String here, UUID lotId) {
		return sql
			.sql("select distinct l.* from trace_lot_edge e join trace_lot l on l.tenant_id = e.tenant_id and l.id = "
					+ other + " where " + here + " = ? and not e.voided order by l.harvested_on, l.lot_code")
			.param(lotId)
			.query(LotGraph::neighbour)
			.list();
	}

	static Neighbour neighbour(ResultSet row, @Nullable Integer n) throws SQLException {
		return new Neighbour(row.getObject("id", UUID.class), row.getString("lot_code"),
				LotKind.valueOf(row.getString("kind")), row.getString("crop_name"), row.getString("producer"),
				row.getObject("harvested_on", LocalDate.class), row.getBigDecimal("kg"), row.getBigDecimal("kg_left"),
				LotStatus.valueOf(row.getString("status")));
	}

}
