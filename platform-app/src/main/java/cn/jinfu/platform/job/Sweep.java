package cn.jinfu.platform.job;

import java.time.LocalDate;
import java.util.List;

import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.JobDefinition;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Throws away what was only kept for a while. */
@Component
@RequiredArgsConstructor
class Sweep implements JobDefinition {

	private static final List<String> STATEMENTS = List.of(
			"delete from platform_login_code where created_at < clock_timestamp() - interval '1 day'",
			"delete from platform_login_failure where at < clock_timestamp() - interval '1 day'",
			// an assertion is taken for a little longer than it says
			"delete from platform_assertion_seen where expires_at < clock_timestamp() - interval '5 minutes'",
			"delete from platform_idempotency where created_at < clock_timestamp() - interval '30 days'");

	private final JdbcClient sql;

	private final FileStore files;

	private final TransactionOperations transaction;

	@Override
	public String name() {
		return "platform.sweep";
	}

	@Override
	public String cron() {
		return "0 40 2 * * *";
	}

	@Override
	public int run(LocalDate businessDate) {
		var gone = 0;
		for (var statement : STATEMENTS) {
			var rows = transaction.execute(_ -> sql.sql(statement).update());
			gone += (rows != null) ? rows : 0;
		}
		return gone + files.sweep(java.time.Instant.now());
	}

}
