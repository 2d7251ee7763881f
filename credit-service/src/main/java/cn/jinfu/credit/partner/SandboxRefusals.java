package cn.jinfu.credit.partner;

import cn.jinfu.credit.partner.SandboxFailures.Failure;
import cn.jinfu.credit.sandbox.SandboxClock;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which failures a bank's machine has met in a sandbox, and whether it did the right
 * thing then: the same request with the same key where the failure passes, another
 * request to the same address where it stays.
 */
@Component
@RequiredArgsConstructor
class SandboxRefusals {

	private final SandboxClock sandbox;

	private final JdbcClient sql;

	/** The last time counts, until one was handled. */
	@Transactional
	public void met(String clientId, Failure failure, String path, String key) {
		sql.sql("""
				insert into credit_sandbox_refusal (tenant_id, client_id, failure, path, key, same_key)
				values (?, ?, ?, left(?, 200), left(?, 64), ?)
				on conflict on constraint credit_sandbox_refusal_pk
				do update set path = excluded.path, key = excluded.key, seen_at = excluded.seen_at
				 where credit_sandbox_refusal.handled_at is null""")
			.params(Tenant.require(), clientId, failure.name(), path, key, failure.passes())
			.update();
	}

	/** A call was done. */
	@Transactional
	public void done(String clientId, String path, String key) {
		sql.sql("""
				update credit_sandbox_refusal set handled_at = clock_timestamp()
				 where client_id = ? and handled_at is null and path = left(?, 200) and (key = left(?, 64)) = same_key""")
			.params(clientId, path, key)
			.update();
	}

	boolean here() {
		return sandbox.here();
	}

}
