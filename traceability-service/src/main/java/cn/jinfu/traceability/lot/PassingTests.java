package cn.jinfu.traceability.lot;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

import lombok.RequiredArgsConstructor;

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

	/** Condition over a lot {@code l}. */
	static final String SPEAKS = " exists (select 1 from trace_residue_test t where " + SPEAKING + ") ";

	private final JdbcClient sql;

	/**
	 * @param own the farm's own quick test, not a laboratory's
	 */
	public record Speaking(UUID testId, LocalDate sampledOn, boolean own) {
	}

	/** The latest sampled result that speaks for the lot, which may not be stored yet. */
	public Optional<Speaking> of(TraceLot lot) {
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
