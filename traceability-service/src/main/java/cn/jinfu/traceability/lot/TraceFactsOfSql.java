package cn.jinfu.traceability.lot;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.traceability.TraceFacts;
import cn.jinfu.traceability.code.CodePaths;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
class TraceFactsOfSql implements TraceFacts {

	private final JdbcClient sql;

	private final CodePaths paths;

	@Override
	public Map<UUID, MemberTrace> ofMembers(Collection<UUID> memberIds, LocalDate from, LocalDate to) {
		var found = new HashMap<UUID, MemberTrace>();
		if (memberIds.isEmpty()) {
			return found;
		}
		sql.sql("""
				select m.id, coalesce(l.lots, 0), coalesce(l.labelled, 0), coalesce(l.certified, 0), coalesce(l.held, 0),
				       coalesce(l.recalled, 0), coalesce(t.passed, 0), coalesce(t.failed, 0), coalesce(s.scans, 0),
				       coalesce(l.complete, 0)
				  from unnest(:ids) m(id)
				  left join (select x.member_id, count(*) lots, count(*) filter (where x.kg_labelled > 0) labelled,
				         count(*) filter (where exists (select 1 from trace_certificate c
				           where c.lot_id = x.id and c.status = 'ISSUED')) certified,
				         count(*) filter (where x.status = 'HELD') held,
				         count(*) filter (where x.status = 'RECALLED') recalled, round(avg(x.completeness), 1) complete
				       from trace_lot x where x.kind = 'HARVEST' and x.harvested_on between :from and :to
				       group by x.member_id) l
				    on l.member_id = m.id
				  left join (select member_id, count(*) filter (where verdict = 'PASS') passed,
				         count(*) filter (where verdict = 'FAIL') failed
				       from trace_residue_test where status = 'CONFIRMED' and sampled_on between :from and :to
				       group by member_id) t on t.member_id = m.id
				  left join (select member_id, count(*) scans from trace_label_scan
				       where at >= cast(:from as timestamp) at time zone 'Asia/Shanghai'
				         and at < cast(:to as timestamp) at time zone 'Asia/Shanghai' + interval '1 day'
				       group by member_id) s on s.member_id = m.id""")
			.param("ids", memberIds.toArray(UUID[]::new))
			.param("from", from)
			.param("to", to)
			.query(row -> {
				var id = row.getObject(1, UUID.class);
				found.put(id, new MemberTrace(id, row.getInt(2), row.getInt(3), row.getInt(4), row.getInt(5),
						row.getInt(6), row.getInt(7), row.getInt(8), row.getLong(9), row.getBigDecimal(10)));
			});
		return found;
	}

	@Override
	public List<TestRow> tests(UUID memberId, LocalDate from, LocalDate to) {
		return sql.sql("""
				select id, number, sampled_on, verdict = 'PASS' from trace_residue_test
				 where member_id = ? and status = 'CONFIRMED' and sampled_on between ? and ?
				 order by sampled_on desc, number desc""")
			.params(memberId, from, to)
			.query((row, n) -> new TestRow(row.getObject(1, UUID.class), row.getString(2),
					row.getObject(3, LocalDate.class), row.getBoolean(4)))
			.list();
	}

	@Override
	public List<LotRow> lots(UUID memberId, LocalDate from, LocalDate to) {
		return sql.sql("""
				select id, lot_code, harvested_on, kg, kg_labelled > 0 from trace_lot
				 where member_id = ? and kind = 'HARVEST' and harvested_on between ? and ?
				 order by harvested_on desc, lot_code desc""")
			.params(memberId, from, to)
			.query((row, n) -> new LotRow(row.getObject(1, UUID.class), row.getString(2),
					row.getObject(3, LocalDate.class), kilograms(row.getBigDecimal(4)), row.getBoolean(5)))
			.list();
	}

	@Override
	public Map<UUID, LotSummary> lots(Collection<UUID> harvestLotIds) {
		var found = new HashMap<UUID, LotSummary>();
		if (harvestLotIds.isEmpty()) {
			return found;
		}
		sql.sql("""
				select l.id, l.lot_code, l.member_id, l.status, l.hold_reason, l.kg, l.kg_left, l.completeness,
				       (select c.number from trace_certificate c where c.lot_id = l.id and c.status = 'ISSUED') certificate,
				       exists (select 1 from trace_residue_test t where t.planting_id = l.planting_id
				         and (t.lot_id is null or t.lot_id = l.id) and t.status = 'CONFIRMED' and t.verdict = 'PASS') tested,
				       coalesce((select sum(b.count - b.voided) from trace_label_batch b
				         where b.lot_id = l.id and b.status <> 'VOID'), 0) labels, f.code_space, f.key_version, f.first_seq
				  from trace_lot l
				  left join lateral (select b.code_space, b.key_version, b.first_seq from trace_label_batch b
				    where b.lot_id = l.id and b.status <> 'VOID' order by b.ordered_at, b.number limit 1) f on true
				 where l.id in (:ids)""")
			.param("ids", List.copyOf(harvestLotIds))
			.query(row -> {
				var id = row.getObject("id", UUID.class);
				var reason = row.getString("hold_reason");
				found.put(id,
						new LotSummary(id, row.getString("lot_code"), row.getObject("member_id", UUID.class),
								row.getString("status"), (reason != null) ? "enum.HoldCause." + reason : null,
								kilograms(row.getBigDecimal("kg")), kilograms(row.getBigDecimal("kg_left")),
								row.getString("certificate"), row.getBoolean("tested"), row.getInt("labels"),
								row.getInt("completeness"), path(row)));
			});
		return found;
	}

	private @Nullable String path(ResultSet row) throws SQLException {
		var space = row.getString("code_space");
		return (space != null) ? paths.label(space, row.getInt("key_version"), row.getLong("first_seq")) : null;
	}

	private static BigDecimal kilograms(BigDecimal kg) {
		return kg.stripTrailingZeros();
	}

}
