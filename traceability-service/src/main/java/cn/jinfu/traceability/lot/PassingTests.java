package cn.jinfu.traceability.lot;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which laboratory result speaks for a lot: one of the lot or its planting, confirmed,
 * sampled at most thirty days before the harvest, passed, and with no failed one on or
 * after its day.
 */
@Component
@RequiredArgsConstructor
public class PassingTests {

	static final int SPEAKS_FOR_DAYS = 30;

	/** Of a test {@code t} and a lot {@code l}: whether it speaks for it. */
	private static final String SPEAKING = """
			t.planting_id = l.planting_id and (t.lot_id is null or t.lot_id = l.id)
			   and t.status = 'CONFIRMED' and t.verdict = 'PASS' and t.sampled_on >= l.harvested_on - %d
			   and not exists (select 1 from trace_residue_test f
			     where f.planting_id = t.planting_id and (f.lot_id is null or f.lot_id = l.id)
			       and f.status = 'CONFIRMED' and f.verdict = 'FAIL' and f.sampled_on >= t.sampled_on)"""
		.formatted(SPEAKS_FOR_DAYS);

	/**
	 * Of a test {@code t}, a lot {@code l} of several plantings and one of them
	 * {@code o}.
	 */
	private static final String OF_ORIGIN = """
			t.planting_id = o.planting_id and (t.lot_id is null or t.lot_id = l.id or exists (select 1 from trace_lot_edge e
			     where e.child_id = l.id and e.parent_id = t.lot_id and not e.voided))
			   and t.status = 'CONFIRMED' and t.verdict = 'PASS' and t.sampled_on >= l.harvested_on - %d
			   and not exists (select 1 from trace_residue_test f where f.planting_id = t.planting_id
			     and f.status = 'CONFIRMED' and f.verdict = 'FAIL' and f.sampled_on >= t.sampled_on)"""
		.formatted(SPEAKS_FOR_DAYS);

	/** Condition over a lot {@code l}; one of several plantings needs a test of each. */
	static final String SPEAKS = " (case when l.planting_id is not null then exists (select 1 from trace_residue_test t where "
			+ SPEAKING
			+ ") else exists (select 1 from trace_lot_origin o where o.lot_id = l.id) and not exists (select 1"
			+ " from trace_lot_origin o where o.lot_id = l.id and not exists (select 1 from trace_residue_test t where "
			+ OF_ORIGIN + ")) end) ";

	private final JdbcClient sql;

	/**
	 * @param own the farm's own quick test, not a laboratory's
	 */
	public record Speaking(UUID testId, LocalDate sampledOn, boolean own) {
	}

	/** The latest sampled result that speaks for the lot, which may not be stored yet. */
	public Optional<Speaking> of(TraceLot lot) {
		return (lot.plantingId() != null) ? ofOne(lot) : ofSeveral(lot);
	}

	/** Each field needs its own; the earliest of them is the one to be named. */
	private Optional<Speaking> ofSeveral(TraceLot lot) {
		var found = sql.sql("""
				select t.id, t.sampled_on, t.own from trace_lot l join trace_lot_origin o on o.lot_id = l.id
				  left join lateral (select t.id, t.sampled_on, t.kind = 'SELF' as own from trace_residue_test t where
				""" + OF_ORIGIN + """
				order by t.sampled_on desc, (t.kind = 'SELF'), t.number limit 1) t on true
				where l.id = ? order by t.sampled_on""")
			.param(lot.id())
			.query((row, _) -> new Found(row.getObject(1, UUID.class), row.getObject(2, LocalDate.class),
					row.getBoolean(3)))
			.list();
		if (found.isEmpty()) {
			return Optional.empty();
		}
		var own = found.stream().anyMatch(Found::own);
		var first = found.getFirst();
		return (found.stream().anyMatch(it -> it.testId() == null) || first.testId() == null
				|| first.sampledOn() == null) ? Optional.empty()
						: Optional.of(new Speaking(first.testId(), first.sampledOn(), own));
	}

	/** Of one field; without a test there is none of its. */
	private record Found(@Nullable UUID testId, @Nullable LocalDate sampledOn, boolean own) {
	}

	private Optional<Speaking> ofOne(TraceLot lot) {
		return sql
			.sql("select t.id, t.sampled_on, t.kind = 'SELF' from (select cast(:planting as uuid) as planting_id,"
					+ " cast(:lot as uuid) as id, cast(:on as date) as harvested_on) l join trace_residue_test t on "
					+ SPEAKING + " order by t.sampled_on desc, (t.kind = 'SELF'), t.number limit 1")
			.param("planting", lot.plantingId())
			.param("lot", lot.id())
			.param("on", lot.harvestedOn())
			.query((row, _) -> new Speaking(row.getObject(1, UUID.class), row.getObject(2, LocalDate.class),
					row.getBoolean(3)))
			.optional();
	}

	/** Number of the failed result that no later sampled one has outweighed. */
	public Optional<String> failed(TraceLot lot) {
		return sql.sql("""
				select f.number from trace_residue_test f
				 where f.planting_id = :planting and f.status = 'CONFIRMED' and f.verdict = 'FAIL'
				   and not exists (select 1 from trace_residue_test t
				     where t.planting_id = f.planting_id and (t.lot_id is null or t.lot_id = :lot)
				       and t.status = 'CONFIRMED' and t.verdict = 'PASS' and t.sampled_on > f.sampled_on)
				 order by f.sampled_on desc, f.number desc limit 1""")
			.param("planting", lot.plantingId())
			.param("lot", lot.id())
			.query(String.class)
			.optional();
	}

	/** The sampling day of that result. */
	public Optional<LocalDate> speakingFor(TraceLot lot) {
		return of(lot).map(Speaking::sampledOn);
	}

}
