package cn.jinfu.platform.job;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The record of what ran; each entry commits at once, whatever becomes of the job. */
@Component
@RequiredArgsConstructor
class JobRuns {

	/**
	 * @param errorId what the log calls the failure
	 */
	public record Run(long id, String job, LocalDate businessDate, Instant startedAt, @Nullable Instant endedAt,
			JobStatus status, int done, @Nullable String errorId, String byLogin) {
	}

	private record Row(long id, String job, LocalDate businessDate, Timestamp startedAt, @Nullable Timestamp endedAt,
			String outcome, int doneCount, @Nullable String errorId, String byLogin) {

		Run run() {
			return new Run(id, job, businessDate, startedAt.toInstant(), (endedAt != null) ? endedAt.toInstant() : null,
					JobStatus.valueOf(outcome), doneCount, errorId, byLogin);
		}

	}

	private static final String COLUMNS = """
			select id, job, business_date, started_at, ended_at, outcome, done_count, error_id, by_login
			  from platform_job_run""";

	private final JdbcClient sql;

	/**
	 * Whoever begins holds the job's lock, so a run that still looks busy was cut off.
	 */
	@Transactional(propagation = Propagation.REQUIRES_NEW)
	public long begin(String job, LocalDate date, String login) {
		sql.sql("""
				update platform_job_run set outcome = 'FAILED', ended_at = clock_timestamp(), error_id = 'stopped'
				 where job = ? and outcome = 'RUNNING'""").param(job).update();
		return sql.sql("""
				insert into platform_job_run (tenant_id, job, business_date, outcome, by_login)
				values (?, ?, ?, 'RUNNING', ?) returning id""")
			.params(Tenant.require(), job, date, login)
			.query(Long.class)
			.single();
	}

	@Transactional(propagation = Propagation.REQUIRES_NEW)
	public void progress(long run, int done) {
		sql.sql("update platform_job_run set done_count = ? where id = ? and outcome = 'RUNNING'")
			.params(done, run)
			.update();
	}

	@Transactional(propagation = Propagation.REQUIRES_NEW)
	public void done(long run, int done) {
		sql.sql("""
				update platform_job_run set outcome = 'DONE', done_count = ?, ended_at = clock_timestamp()
				 where id = ?""").params(done, run).update();
	}

	@Transactional(propagation = Propagation.REQUIRES_NEW)
	public void failed(long run, String errorId) {
		sql.sql("""
				update platform_job_run set outcome = 'FAILED', error_id = ?, ended_at = clock_timestamp()
				 where id = ?""").params(errorId, run).update();
	}

	/** The last business date for which this job was done. */
	@Transactional(readOnly = true)
	public Optional<LocalDate> lastDone(String job) {
		return sql.sql("""
				select business_date from platform_job_run where job = ? and outcome = 'DONE'
				 order by business_date desc limit 1""").param(job).query(LocalDate.class).optional();
	}

	/** Newest first. */
	@Transactional(readOnly = true)
	public Paged<Run> page(String job, @Nullable String after, int limit) {
		var before = Cursor.read(after, 1);
		var rows = sql.sql(COLUMNS + " where job = ? and id < ? order by id desc limit ?")
			.params(job, before.isEmpty() ? Long.MAX_VALUE : Cursor.number(before.getFirst()), limit + 1)
			.query(Row.class)
			.list()
			.stream()
			.map(Row::run)
			.toList();
		var count = sql.sql("select count(*) from (select 1 from platform_job_run where job = ? limit 10001) counted")
			.param(job)
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, count, run -> Cursor.of(run.id()));
	}

	/** Newest first. */
	@Transactional(readOnly = true)
	public List<Run> of(String job, int limit) {
		return sql.sql(COLUMNS + " where job = ? order by id desc limit ?")
			.params(job, limit)
			.query(Row.class)
			.list()
			.stream()
			.map(Row::run)
			.toList();
	}

}
