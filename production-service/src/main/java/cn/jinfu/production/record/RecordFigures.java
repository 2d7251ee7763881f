package cn.jinfu.production.record;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import cn.jinfu.production.ProductionRecords;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
class RecordFigures implements ProductionRecords {

	/** What stands, with its day and whether it came late. */
	private static final String ENTRIES = """
			entry as (
			  select member_id, on_day, late from production_operation
			   where state = 'DONE' and on_day between :from and :to and member_id = any(:members)
			  union all
			  select member_id, picked_on, late from production_harvest_lot
			   where status <> 'VOID' and picked_on between :from and :to and member_id = any(:members))
			""";

	private final JdbcClient sql;

	@Override
	public Map<UUID, RecordFacts> of(Collection<UUID> memberIds, LocalDate from, LocalDate to) {
		var facts = new TreeMap<UUID, RecordFacts>();
		if (memberIds.isEmpty()) {
			return facts;
		}
		sql.sql("with " + ENTRIES
				+ """
						, grew as (
						  select p.member_id, count(distinct date_trunc('week', d.day)) as weeks
						    from production_planting p,
						         lateral generate_series(greatest(p.sown_on, :from)::timestamp,
						           least(coalesce(p.ended_on, :to), :to)::timestamp, interval '1 day') d(day)
						   where p.member_id = any(:members) and p.state <> 'CANCELLED' group by p.member_id)
						select m.id,
						  coalesce((select weeks from grew g where g.member_id = m.id), 0),
						  (select count(distinct date_trunc('week', on_day)) from entry e where e.member_id = m.id),
						  (select count(*) from entry e where e.member_id = m.id),
						  (select count(*) from entry e where e.member_id = m.id and not late),
						  coalesce((select sum(area_mu) from production_plot g where g.member_id = m.id and g.state = 'VERIFIED'
						    and (g.verified_at at time zone 'Asia/Shanghai')::date <= :to), 0),
						  (select count(*) from production_planting p where p.member_id = m.id and p.state <> 'CANCELLED'
						    and p.sown_on <= :to and coalesce(p.ended_on, :to) >= :from),
						  (select count(*) from production_harvest_lot l where l.member_id = m.id and l.status <> 'VOID'
						    and l.picked_on between :from and :to),
						  coalesce((select sum(weight_kg) from production_harvest_lot l where l.member_id = m.id
						    and l.status <> 'VOID' and l.picked_on between :from and :to), 0),
						  (select count(*) from production_operation o where o.member_id = m.id and o.kind = 'SPRAY'
						    and o.state = 'DONE' and o.on_day between :from and :to),
						  (select count(*) from production_input_use u where u.member_id = m.id and u.standing <> 'VOID'
						    and u.on_day between :from and :to and not 'BANNED' = any(u.findings)
						    and u.findings && array['NOT_REGISTERED','OFF_LABEL','OVER_DOSE','OVER_TIMES']::varchar[]),
						  (select count(*) from production_input_use u where u.member_id = m.id and u.standing <> 'VOID'
						    and u.on_day between :from and :to and 'BANNED' = any(u.findings)),
						  (select count(*) from production_outside_purchase b where b.member_id = m.id
						    and b.bought_on between :from and :to),
						  (select count(*) from production_holding_entry x join production_holding h
						     on h.tenant_id = x.tenant_id and h.id = x.holding_id
						    where h.member_id = m.id and x.source = 'SALE' and not x.reversal and x.on_day between :from and :to),
						  (select count(*) from production_harvest_lot l where l.member_id = m.id and l.status = 'PROBLEM'
						    and l.picked_on between :from and :to)
						  from unnest(:members) m(id)""")
			.param("members", memberIds.toArray(UUID[]::new))
			.param("from", from)
			.param("to", to)
			.query((row, n) -> new RecordFacts(row.getObject(1, UUID.class), row.getInt(2), row.getInt(3),
					row.getInt(4), row.getInt(5), row.getBigDecimal(6), row.getInt(7), row.getInt(8),
					row.getBigDecimal(9), row.getInt(10), row.getInt(11), row.getInt(12), row.getInt(13),
					row.getInt(14), row.getInt(15)))
			.list()
			.forEach(row -> facts.put(row.memberId(), row));
		return facts;
	}

	@Override
	public List<RecordRow> rows(UUID memberId, Row row, LocalDate from, LocalDate to) {
		return sql.sql(select(row) + " order by 3 desc, 1 desc")
			.param("member", memberId)
			.param("from", from)
			.param("to", to)
			.query((found, n) -> new RecordRow(found.getObject(1, UUID.class), found.getObject(2, UUID.class),
					found.getObject(3, LocalDate.class), found.getString(4), found.getString(5)))
			.list();
	}

	private static String select(Row row) {
		return switch (row) {
			case RECORD -> """
					select id, id, on_day, kind, coalesce(note, '') from production_operation
					 where member_id = :member and state = 'DONE' and on_day between :from and :to
					union all
					select id, id, picked_on, 'HARVEST', no from production_harvest_lot
					 where member_id = :member and status <> 'VOID' and picked_on between :from and :to""";
			case OFF_LABEL -> """
					select id, operation_id, on_day, array_to_string(findings, ','), product from production_input_use
					 where member_id = :member and standing <> 'VOID' and on_day between :from and :to
					   and not 'BANNED' = any(findings)
					   and findings && array['NOT_REGISTERED','OFF_LABEL','OVER_DOSE','OVER_TIMES']::varchar[]""";
			case BANNED -> """
					select id, operation_id, on_day, 'BANNED', product from production_input_use
					 where member_id = :member and standing <> 'VOID' and on_day between :from and :to
					   and 'BANNED' = any(findings)""";
			case OUTSIDE_PURCHASE -> """
					select b.id, b.id, b.bought_on, i.name, b.seller from production_outside_purchase b
					  join production_agri_input i on i.tenant_id = b.tenant_id and i.id = b.input_id
					 where b.member_id = :member and b.bought_on between :from and :to""";
			case PLATFORM_PURCHASE -> """
					select x.source_id, x.source_id, x.on_day, i.name, '' from production_holding_entry x
					  join production_holding h on h.tenant_id = x.tenant_id and h.id = x.holding_id
					  join production_agri_input i on i.tenant_id = h.tenant_id and i.id = h.input_id
					 where h.member_id = :member and x.source = 'SALE' and not x.reversal
					   and x.on_day between :from and :to""";
			case PROBLEM_HARVEST -> """
					select id, id, picked_on, hold_kind, no from production_harvest_lot
					 where member_id = :member and status = 'PROBLEM' and picked_on between :from and :to""";
		};
	}

}
