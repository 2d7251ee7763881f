package cn.jinfu.traceability.epcis;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.JobDefinition;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tells of lots that joined a running recall by themselves, because a link of their chain
 * was recorded late: the database holds them at once, the event follows here.
 */
@Component
@RequiredArgsConstructor
class RecallNewsJob implements JobDefinition {

	private record Untold(UUID recallId, String number, int revision) {
	}

	private final OwnEvents events;

	private final JdbcClient sql;

	@Override
	public String name() {
		return "trace.recall-events";
	}

	@Override
	public String cron() {
		return "0 2/5 * * * *";
	}

	@Override
	@Transactional
	public int run(LocalDate businessDate) {
		return (int) sql.sql("""
				select distinct r.id, r.number, x.revision from trace_recall r
				  join trace_recall_lot x on x.tenant_id = r.tenant_id and x.recall_id = r.id
				 where not r.drill and r.held_at is not null and not exists (select 1 from trace_recall_told t
				   where t.tenant_id = x.tenant_id and t.recall_id = x.recall_id and t.revision = x.revision)
				 order by r.number, x.revision""")
			.query((row, _) -> new Untold(row.getObject(1, UUID.class), row.getString(2), row.getInt(3)))
			.list()
			.stream()
			.filter(it -> events.told(it.recallId(), it.number(), it.revision()))
			.count();
	}

}
