package cn.jinfu.platform.clock;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.platform.job.Jobs;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Moves the business clock of a demo, all its federations at once. Kept in the database,
 * so that a restart stands where the demo was left.
 */
@Component
@RequiredArgsConstructor
class ClockDesk {

	private static final int MOST_YEARS = 3;

	/**
	 * @param date the business date
	 * @param realDate the calendar date that it really is
	 * @param latest the last date to which it may be moved
	 */
	public record State(LocalDate date, LocalDate realDate, int aheadDays, LocalDate latest) {
	}

	private final BusinessClock clock;

	private final Jobs jobs;

	private final JdbcClient sql;

	private final Audit audit;

	/**
	 * @throws Forbidden where real data are kept
	 */
	@PreAuthorize("hasAuthority('platform:clock:move')")
	@Transactional(readOnly = true)
	public State state() {
		requireDemo();
		return new State(clock.today(), clock.realDate(), clock.aheadDays(), latest());
	}

	/** Forward only; afterwards the daily jobs run once for the day that was reached. */
	@PreAuthorize("hasAuthority('platform:clock:move')")
	@Transactional
	public void move(LocalDate target) {
		requireDemo();
		var before = clock.today();
		if (!target.isAfter(before)) {
			throw new RuleBroken("platform.clock.back", before).at("date");
		}
		if (target.isAfter(latest())) {
			throw new RuleBroken("platform.clock.too-far", MOST_YEARS, latest()).at("date");
		}
		var days = (int) ChronoUnit.DAYS.between(clock.realDate(), target);
		var actor = Actor.current();
		var moved = sql.sql("""
				insert into platform_business_clock (ahead_days, moved_by, moved_name) values (?, ?, ?)
				on conflict (one) do update set ahead_days = excluded.ahead_days, moved_by = excluded.moved_by,
				  moved_name = excluded.moved_name, moved_at = clock_timestamp()
				 where platform_business_clock.ahead_days < excluded.ahead_days""")
			.params(days, actor.personId(), actor.displayName())
			.update();
		if (moved == 0) {
			throw new RuleBroken("platform.clock.back", clock.today()).at("date");
		}
		audit.record("move-clock", "BusinessClock", null, before + " - " + target);
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
			@Override
			public void afterCommit() {
				clock.advance(days);
				jobs.startReached(actor.login());
			}
		});
	}

	private LocalDate latest() {
		return clock.realDate().plusYears(MOST_YEARS);
	}

	/** Whether all that is kept here is invented. */
	boolean demo() {
		return sql.sql("select coalesce(bool_and(demo), false) from platform_tenant").query(Boolean.class).single();
	}

	private void requireDemo() {
		if (!demo()) {
			throw new Forbidden("platform.clock.not-demo");
		}
	}

}
