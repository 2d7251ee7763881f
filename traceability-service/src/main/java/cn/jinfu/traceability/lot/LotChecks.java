package cn.jinfu.traceability.lot;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.JobDefinition;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whether the books of the lots still add up. Each rule is also kept by the code that
 * writes; what is found here was done past it.
 */
@Component
@RequiredArgsConstructor
@Slf4j
@Transactional(readOnly = true)
public class LotChecks implements JobDefinition {

	/** What does not add up. */
	public enum LotFault {

		/** Left is not harvest less what went, plus what came back. */
		BALANCE,
		/**
		 * More labels than the lot weighs, or than its batches hold without those given
		 * back.
		 */
		LABELS,
		/** The lot weighs other than its harvest. */
		HARVEST,
		/** A valid certificate on a lot that was recalled or destroyed. */
		CERTIFICATE,
		/** A valid certificate that rests on a result which does not stand. */
		CERTIFICATE_TEST,
		/** Released, although a failed result is the latest word. */
		RELEASED_FAILED

	}

	public record Finding(LotFault fault, UUID lotId, String lotCode, String producer) {
	}

	private static final String SQL = """
			with moved as (select lot_id, sum(case kind when 'RETURN' then -kg else kg end) as gone
			                 from trace_lot_move group by lot_id),
			     back as (select batch_id, sum(count) as labels from trace_label_void
			               where cause in ('SPOILT', 'LOST') group by batch_id),
			     labelled as (select b.lot_id, sum((b.count - coalesce(v.labels, 0)) * b.net_kg) as kg
			                    from trace_label_batch b left join back v on v.batch_id = b.id group by b.lot_id)
			select f.fault, l.id, l.lot_code, l.producer
			  from trace_lot l
			  left join moved m on m.lot_id = l.id
			  left join labelled b on b.lot_id = l.id
			  left join production_harvest_lot h on h.tenant_id = l.tenant_id and h.id = l.id
			  left join trace_certificate c on c.tenant_id = l.tenant_id and c.lot_id = l.id and c.status = 'ISSUED'
			  left join trace_residue_test t on t.tenant_id = c.tenant_id and t.id = c.test_id
			  cross join lateral (values
			    ('BALANCE', l.kg_left <> l.kg - coalesce(m.gone, 0)),
			    ('LABELS', l.kg_labelled > l.kg or l.kg_labelled > coalesce(b.kg, 0)),
			    ('HARVEST', h.id is not null and h.weight_kg <> l.kg),
			    ('CERTIFICATE', c.id is not null and l.status in ('RECALLED', 'DESTROYED')),
			    ('CERTIFICATE_TEST', c.test_id is not null and (t.status <> 'CONFIRMED' or t.verdict <> 'PASS')),
			    ('RELEASED_FAILED', l.status = 'RELEASED' and exists (select 1 from trace_residue_test f
			        where f.planting_id = l.planting_id and (f.lot_id is null or f.lot_id = l.id)
			          and f.status = 'CONFIRMED' and f.verdict = 'FAIL') and not
			""" + PassingTests.SPEAKS + """
			)) f (fault, wrong)
			 where f.wrong%s order by l.harvested_on desc, l.lot_code, f.fault""";

	private final JdbcClient sql;

	@Override
	public String name() {
		return "trace.lots";
	}

	@Override
	public String cron() {
		return "0 40 1 * * *";
	}

	/**
	 * @return how many faults there are
	 */
	@Override
	public int run(LocalDate businessDate) {
		var found = read();
		found.forEach(it -> log.warn("lot {} does not add up: {}", it.lotId(), it.fault()));
		return found.size();
	}

	@PreAuthorize("hasAuthority('trace:lot:hold')")
	public List<Finding> findings() {
		return read();
	}

	/**
	 * At each label order: kilograms in = left + gone, labels = weight. What does not add
	 * up gets no labels.
	 */
	public boolean balanced(UUID lotId) {
		return sql.sql(SQL.formatted(" and l.id = :lot"))
			.param("lot", lotId)
			.query(LotChecks::finding)
			.list()
			.stream()
			.noneMatch(it -> it.fault() == LotFault.BALANCE || it.fault() == LotFault.LABELS
					|| it.fault() == LotFault.HARVEST);
	}

	private List<Finding> read() {
		return sql.sql(SQL.formatted("")).query(LotChecks::finding).list();
	}

	private static Finding finding(ResultSet row, int n) throws SQLException {
		return new Finding(LotFault.valueOf(row.getString(1)), row.getObject(2, UUID.class), row.getString(3),
				row.getString(4));
	}

}
