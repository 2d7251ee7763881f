package cn.jinfu.traceability.scan;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.traceability.codecase.CodeRules;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Slows down whoever tries numbers: after the misses of a day that make a case, each
 * further one makes its address wait a minute, in which no typed code is looked at,
 * genuine or not. Nobody has to prove that he is a person; whoever holds a package
 * photographs its label, which is answered all the while.
 */
@Component
@RequiredArgsConstructor
public class CodeBrake {

	static final Duration WAIT = Duration.ofMinutes(1);

	private final PersonalData personal;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/**
	 * @return seconds to wait; zero for whoever may type
	 */
	@Transactional(readOnly = true)
	public long seconds(@Nullable String address) {
		if (address == null) {
			return 0;
		}
		return sql.sql("select last_at from trace_code_miss where on_day = ? and visitor = ? and count >= ?")
			.params(clock.today(), visitor(address), CodeRules.GUESSES)
			.query(Timestamp.class)
			.optional()
			.map(it -> left(it.toInstant()))
			.orElse(0L);
	}

	private long left(Instant last) {
		var left = Duration.between(clock.now(), last.plus(WAIT));
		return left.isPositive() ? left.toSeconds() + 1 : 0;
	}

	/** Well formed and not ours: somebody has a copy, or tries numbers. */
	@Transactional
	public void missed(@Nullable String address) {
		if (address == null) {
			return;
		}
		sql.sql("""
				insert into trace_code_miss as m (tenant_id, on_day, visitor, count, last_at) values (?, ?, ?, 1, ?)
				on conflict on constraint trace_code_miss_pk
				do update set count = m.count + 1, last_at = excluded.last_at""")
			.params(Tenant.require(), clock.today(), visitor(address), Timestamp.from(clock.now()))
			.update();
	}

	private String visitor(String address) {
		return personal.index("scan", clock.today() + " " + address);
	}

}
