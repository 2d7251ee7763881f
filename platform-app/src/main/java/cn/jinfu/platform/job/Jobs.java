package cn.jinfu.platform.job;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.IntConsumer;

import javax.sql.DataSource;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.JobProgress;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.platform.security.Tenants;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;

import org.springframework.scheduling.support.CronExpression;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Runs the jobs of all modules: by the clock once per federation and business date, days
 * on which the platform stood still included, or when a person asks. One run of a job at
 * a time per federation, over all instances: its lock is a transaction's in the database,
 * so it ends with the process.
 */
@Component
@RequiredArgsConstructor
@Slf4j
public class Jobs {

	/** After a longer standstill the days before are left to a person. */
	private static final int MISSED_DAYS = 31;

	private static final Duration PROGRESS_EVERY = Duration.ofSeconds(1);

	private final List<JobDefinition> definitions;

	private final JobRuns runs;

	private final Tenants tenants;

	private final BusinessClock clock;

	private final DataSource database;

	private final Audit audit;

	private final TransactionOperations transaction;

	/** By name. */
	public List<JobDefinition> all() {
		return definitions.stream().sorted(Comparator.comparing(JobDefinition::name)).toList();
	}

	/**
	 * Every federation's open dates up to today; one's failure does not stop another's.
	 */
	void runDue(JobDefinition job) {
		for (var tenant : tenants.all()) {
			Actor.system(tenant.code()).run(() -> {
				var today = clock.today();
				var from = runs.lastDone(job.name()).map(it -> it.plusDays(1)).orElse(today);
				var oldest = today.minusDays(MISSED_DAYS);
				var first = from.isBefore(oldest) ? oldest : from;
				for (var date = first; !date.isAfter(today); date = date.plusDays(1)) {
					if (!attempt(job, date, "system")) {
						return;
					}
				}
			});
		}
	}

	/**
	 * A demo's clock was moved: every job runs once for the day that was reached, in all
	 * federations and in the order of their hours. The days between are left out. Goes on
	 * when this call has returned.
	 */
	public void startReached(String login) {
		Thread.ofVirtual().name("jobs-reached").start(() -> runReached(login));
	}

	void runReached(String login) {
		for (var tenant : tenants.all()) {
			Actor.system(tenant.code()).run(() -> {
				var today = clock.today();
				definitions.stream()
					.sorted(Comparator.comparing(Jobs::hour).thenComparing(JobDefinition::name))
					.filter(job -> runs.lastDone(job.name()).filter(it -> !it.isBefore(today)).isEmpty())
					.forEach(job -> attempt(job, today, login));
			});
		}
	}

	/** When it first runs on a day. */
	private static LocalDateTime hour(JobDefinition job) {
		var next = CronExpression.parse(job.cron()).next(LocalDate.EPOCH.atStartOfDay().minusSeconds(1));
		return (next != null) ? next : LocalDateTime.MAX;
	}

	/**
	 * Starts the job for the caller's federation and that date, whether or not it was
	 * done before; it goes on when this call has returned.
	 */
	@PreAuthorize("hasAuthority('platform:job:manage')")
	public void start(String name, LocalDate date) {
		startFor(name, date);
	}

	/** The one job that the auditor may start. */
	@PreAuthorize("hasAuthority('platform:audit:read')")
	public void startAuditCheck() {
		startFor("platform.audit-check", clock.today());
	}

	private void startFor(String name, LocalDate date) {
		var job = definitions.stream()
			.filter(it -> it.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new Refusal.NotFound("platform.job.unknown"));
		if (date.isAfter(clock.today())) {
			throw new Refusal.RuleBroken("platform.job.future").at("date");
		}
		var actor = Actor.current();
		transaction.executeWithoutResult(_ -> audit.record("run-job", "Job", null, name + " " + date));
		var lock = lock(name);
		var run = runs.begin(name, date, actor.login());
		Thread.ofVirtual()
			.name("job-" + name)
			.start(() -> Actor.system(actor.tenantId()).run(() -> work(job, date, run, lock)));
	}

	private boolean attempt(JobDefinition job, LocalDate date, String login) {
		try {
			var lock = lock(job.name());
			return work(job, date, runs.begin(job.name(), date, login), lock);
		}
		catch (Refusal.WrongState running) {
			log.info("job {} is already running for {}", job.name(), Tenant.require());
			return false;
		}
	}

	/** Whether it came to its end. Gives the lock back. */
	private boolean work(JobDefinition job, LocalDate date, long run, Connection lock) {
		try (lock) {
			var done = new int[1];
			JobProgress.during(now(run), () -> done[0] = job.run(date));
			runs.done(run, done[0]);
			return true;
		}
		catch (RuntimeException failure) {
			failed(job, date, run, failure);
			return false;
		}
		catch (SQLException failure) {
			log.warn("the lock of job {} was lost", job.name(), failure);
			return false;
		}
	}

	private void failed(JobDefinition job, LocalDate date, long run, RuntimeException failure) {
		var errorId = UUID.randomUUID().toString().substring(0, 13);
		log.error("job {} for {} failed, reference {}", job.name(), date, errorId, failure);
		runs.failed(run, errorId);
	}

	private IntConsumer now(long run) {
		var last = new Instant[] { Instant.now() };
		return done -> {
			if (last[0].plus(PROGRESS_EVERY).isBefore(Instant.now())) {
				last[0] = Instant.now();
				runs.progress(run, done);
			}
		};
	}

	private Connection lock(String name) {
		try {
			var connection = database.getConnection();
			connection.setAutoCommit(false);
			try (var statement = connection
				.prepareStatement("select pg_try_advisory_xact_lock(hashtextextended(?, 2))")) {
				statement.setString(1, Tenant.require() + "/" + name);
				var answer = statement.executeQuery();
				if (answer.next() && answer.getBoolean(1)) {
					return connection;
				}
			}
			connection.close();
			throw new Refusal.WrongState("platform.job.running");
		}
		catch (SQLException failure) {
			throw new IllegalStateException(failure);
		}
	}

}
