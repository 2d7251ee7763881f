package cn.jinfu.traceability.scan;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.code.ScanTicket;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts what was read. Whoever is answered is in the database: many are written by one
 * statement, and each waits for its end.
 */
@Component
class ScanCounts {

	private static final int MOST = 200;

	private record Scan(ScanTicket.Valid ticket, byte[] visitor, @Nullable String region) {
	}

	/**
	 * @param counted false when this ticket or this visitor was counted before
	 * @param count how often the label was read by now
	 */
	record Counted(boolean counted, int count) {
	}

	private final JdbcClient sql;

	private final BusinessClock clock;

	private final LabelKeys keys;

	private final LooksInMind looks;

	private final Together<Scan, Counted> together = new Together<>(1, MOST, this::write);

	ScanCounts(JdbcClient sql, BusinessClock clock, LabelKeys keys, LooksInMind looks) {
		this.sql = sql;
		this.clock = clock;
		this.keys = keys;
		this.looks = looks;
	}

	/**
	 * @param visitor null for one who keeps no cookies: each page of his is another
	 * visitor
	 */
	Counted count(String ticket, @Nullable String visitor, @Nullable String region) {
		return switch (read(ticket)) {
			case ScanTicket.Wrong _ -> throw new RuleBroken("trace.scan.ticket-wrong").at("ticket");
			case ScanTicket.Late _ -> throw new RuleBroken("trace.scan.ticket-late").at("ticket");
			case ScanTicket.Valid it -> count(it, visitor, region);
		};
	}

	Counted count(ScanTicket.Valid ticket, @Nullable String visitor, @Nullable String region) {
		var who = (visitor != null) ? visitor : Long.toString(ticket.number());
		return together.ask(new Scan(ticket, Visitors.hash(who, clock.today()), region));
	}

	ScanTicket.Reading read(String ticket) {
		return ScanTicket.read(keys::verifying, ticket, Instant.now());
	}

	private List<Counted> write(List<Scan> all) {
		var counted = new ArrayList<>(Collections.nCopies(all.size(), new Counted(false, 0)));
		try {
			sql.sql("select * from trace_count(?, ?, ?, ?, ?, ?, ?)")
				.param(all.stream().map(it -> it.ticket().space()).toArray(String[]::new))
				.param(all.stream().mapToInt(it -> it.ticket().label().keyVersion()).toArray())
				.param(all.stream().mapToLong(it -> it.ticket().label().number()).toArray())
				.param(all.stream().map(Scan::visitor).toArray(byte[][]::new))
				.param(all.stream().map(Scan::region).toArray(String[]::new))
				.param(all.stream().mapToLong(it -> it.ticket().number()).toArray())
				.param(Timestamp.from(clock.now()))
				.query(row -> {
					counted.set((int) row.getLong("ord") - 1,
							new Counted(row.getBoolean("counted"), row.getInt("scan_count")));
				});
		}
		finally {
			// not in a transaction that could say so itself
			looks.forget();
		}
		return counted;
	}

}
