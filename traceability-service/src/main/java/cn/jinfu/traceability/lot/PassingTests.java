package cn.jinfu.traceability.lot;

import java.time.LocalDate;
import java.util.Optional;

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

	private final JdbcClient sql;

	/** The sampling day of that result. */
	public Optional<LocalDate> speakingFor(TraceLot lot) {
		return sql.sql("""
				select max(t.sampled_on) from trace_residue_test t
				 where t.planting_id = :planting and (t.lot_id is null or t.lot_id = :lot)
				   and t.status = 'CONFIRMED' and t.verdict = 'PASS' and t.sampled_on >= :from
				   and not exists (select 1 from trace_residue_test f
				     where f.planting_id = t.planting_id and (f.lot_id is null or f.lot_id = :lot)
				       and f.status = 'CONFIRMED' and f.verdict = 'FAIL' and f.sampled_on >= t.sampled_on)""")
			.param("planting", lot.plantingId())
			.param("lot", lot.id())
			.param("from", lot.harvestedOn().minusDays(SPEAKS_FOR_DAYS))
			.query((row, _) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
			.single();
	}

	/** The result itself: a confirmed pass of that sampling day. */
	public Optional<java.util.UUID> idSpeakingFor(TraceLot lot) {
		return speakingFor(lot).flatMap(day -> sql.sql("""
				select id from trace_residue_test where planting_id = ? and (lot_id is null or lot_id = ?)
				   and status = 'CONFIRMED' and verdict = 'PASS' and sampled_on = ? order by number limit 1""")
			.params(lot.plantingId(), lot.id(), day)
			.query(java.util.UUID.class)
			.optional());
	}

}
