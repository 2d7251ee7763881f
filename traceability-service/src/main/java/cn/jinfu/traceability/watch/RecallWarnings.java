package cn.jinfu.traceability.watch;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.Messages;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Refusal.TooMany;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Warns those who left their number for a lot that is called back now, within five
 * minutes after the announcement. A drill calls nothing back, so nobody is warned by one.
 */
@Component
@RequiredArgsConstructor
class RecallWarnings implements JobDefinition {

	/** In one transaction: each message holds a lock on its number. */
	private static final int BATCH = 100;

	/** After a number had all the messages of its day. */
	private static final int LATER_HOURS = 6;

	/**
	 * @param recallId null where the lot was called back without a case
	 * @param told by the same case already, for another of its lots
	 */
	private record Due(UUID id, String sealed, String mobileIndex, String link, String product, String lotCode,
			@Nullable UUID recallId, boolean told) {
	}

	private final Messages messages;

	private final PersonalData personal;

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	@Override
	public String name() {
		return "trace.recall-warnings";
	}

	@Override
	public String cron() {
		return "30 3/5 * * * *";
	}

	@Override
	public int run(LocalDate businessDate) {
		var all = 0;
		for (int some = BATCH; some == BATCH; all += some) {
			some = Objects.requireNonNull(transaction.execute(_ -> warn()));
		}
		return all;
	}

	/**
	 * @return how many were looked at
	 */
	private int warn() {
		if (!messages.reachPeople()) {
			return 0;
		}
		var told = new HashSet<String>();
		var due = due();
		for (var one : due) {
			var once = one.mobileIndex() + one.recallId();
			if (one.told() || (one.recallId() != null && told.contains(once))) {
				settled(one);
			}
			else if (sent(one)) {
				told.add(once);
				settled(one);
				sql.sql("update trace_recall set warned = warned + 1 where id = :recall")
					.param("recall", one.recallId())
					.update();
			}
		}
		return due.size();
	}

	private List<Due> due() {
		return sql.sql("""
				select w.id, w.mobile_sealed, w.mobile_index, w.link, l.crop_name, l.lot_code, c.id,
				       exists (select 1 from trace_recall_watch o where o.tenant_id = w.tenant_id
				         and o.recall_id = c.id and o.mobile_index = w.mobile_index)
				  from trace_recall_watch w
				  join trace_lot l on l.tenant_id = w.tenant_id and l.id = w.lot_id and l.status = 'RECALLED'
				  left join lateral (
				    select r.id from trace_recall_lot x
				      join trace_recall r on r.tenant_id = x.tenant_id and r.id = x.recall_id
				     where x.tenant_id = w.tenant_id and x.lot_id = w.lot_id and x.in_scope and not r.drill
				       and r.announced_at is not null order by r.announced_at desc, r.id limit 1) c on true
				 where w.confirmed_at is not null and w.warned_at is null and w.try_at <= clock_timestamp()
				 order by w.id limit :batch for update of w skip locked""")
			.param("batch", BATCH)
			.query((row, _) -> new Due(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
					row.getString(4), row.getString(5), row.getString(6), row.getObject(7, UUID.class),
					row.getBoolean(8)))
			.list();
	}

	private boolean sent(Due due) {
		try {
			messages.send(new MobileNumber(personal.use(due.id(), due.sealed())), "trace.message.watch-recall",
					due.product(), due.lotCode(), due.link());
			return true;
		}
		catch (TooMany enough) {
			sql.sql("""
					update trace_recall_watch set try_at = clock_timestamp() + make_interval(hours => ?)
					 where id = ?""").params(LATER_HOURS, due.id()).update();
			return false;
		}
	}

	private void settled(Due due) {
		sql.sql("update trace_recall_watch set warned_at = clock_timestamp(), recall_id = :recall where id = :id")
			.param("recall", due.recallId())
			.param("id", due.id())
			.update();
	}

}
