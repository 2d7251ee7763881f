package cn.jinfu.member.counter;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BehalfLedger;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What was done in a visit, so that the member can read it afterwards. An act holds the
 * visit's row in share mode: one that races the member's objection is either before it,
 * and listed, or refused.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
@RequiredArgsConstructor
class CounterLedger implements BehalfLedger {

	/** So long one may sit at the counter; afterwards the card is asked for again. */
	static final Duration LONGEST = Duration.ofHours(2);

	private static final int[] TYPES = { Types.VARCHAR, Types.OTHER, Types.TIMESTAMP, Types.VARCHAR, Types.VARCHAR,
			Types.OTHER };

	private final JdbcTemplate jdbc;

	private final BusinessClock clock;

	@Override
	public void noted(Actor.Behalf behalf, String action, String objectType, List<Audit.Entry> entries) {
		if (CounterDesk.TYPE.equals(objectType)) {
			return;
		}
		var now = clock.now();
		var running = jdbc.queryForList("""
				select 1 from member_visit where id = ? and status = 'RUNNING' and began_at > ? for share""",
				Integer.class, behalf.visitId(), Timestamp.from(now.minus(LONGEST)));
		if (running.isEmpty()) {
			throw new Refusal.WrongState("member.visit.over");
		}
		var rows = new ArrayList<@Nullable Object[]>();
		entries.forEach(it -> rows.add(new @Nullable Object[] { Tenant.require(), behalf.visitId(), Timestamp.from(now),
				action, objectType, it.objectId() }));
		jdbc.batchUpdate("""
				insert into member_visit_act (tenant_id, visit_id, at, action, object_type, object_id)
				values (?, ?, ?, ?, ?, ?)""", rows, TYPES);
	}

}
