package cn.jinfu.traceability.lot;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
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
	public Paged<Neighbour> madeOf(UUID lotId, @Nullable String after, int limit) {
		return neighbours("e.parent_id", "e.child_id", lotId, after, limit);
	}

	/** One step down. */
	public Paged<Neighbour> madeInto(UUID lotId, @Nullable String after, int limit) {
		return neighbours("e.child_id", "e.parent_id", lotId, after, limit);
	}

	private Paged<Neighbour> neighbours(String other, String here, UUID lotId, @Nullable String after, int limit) {
		return page("""
				from trace_lot l where l.id in (select %s from trace_lot_edge e where %s = :of and not e.voided)"""
			.formatted(other, here), Map.of("of", lotId), after, limit);
	}

	/**
	 * The earliest first.
	 * @param lots {@code from trace_lot l ...} with its own condition
	 */
	public Paged<Neighbour> page(String lots, Map<String, ?> parameters, @Nullable String after, int limit) {
		var from = Cursor.read(after, 2);
		var rows = sql
			.sql("select l.* " + lots + " and (:code = '' or (l.harvested_on::text, l.lot_code) > (:day, :code))"
					+ " order by l.harvested_on::text, l.lot_code limit :limit")
			.params(parameters)
			.param("day", from.isEmpty() ? "" : from.getFirst())
			.param("code", from.isEmpty() ? "" : from.getLast())
			.param("limit", limit + 1)
			.query(LotGraph::neighbour)
			.list();
		var total = sql.sql("select count(*) from (select 1 " + lots + " limit 10001) x")
			.params(parameters)
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, total, it -> Cursor.of(it.on(), it.lotCode()));
	}

	static Neighbour neighbour(ResultSet row, @Nullable Integer n) throws SQLException {
		return new Neighbour(row.getObject("id", UUID.class), row.getString("lot_code"),
				LotKind.valueOf(row.getString("kind")), row.getString("crop_name"), row.getString("producer"),
				row.getObject("harvested_on", LocalDate.class), row.getBigDecimal("kg"), row.getBigDecimal("kg_left"),
				LotStatus.valueOf(row.getString("status")));
	}

}
