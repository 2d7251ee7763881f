package cn.jinfu.credit.partner;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What banks have called: signatures seen, and answers by idempotency key. Each method is
 * a transaction, which the gate makes one where several come together. An answer is kept
 * after the work has committed; should the process die between the two, the repeated call
 * does the work again, which the credit commands answer as the first time.
 */
@Component
@RequiredArgsConstructor
class PartnerCalls {

	/** How long a call may run before a repetition takes it over. */
	private static final Duration LEASE = Duration.ofSeconds(60);

	record Key(String clientId, String method, String path, String key) {
	}

	sealed interface Claim {

		/** Ours to do. */
		record Granted(UUID fence) implements Claim {
		}

		/** Done before. */
		record Answered(int status, String contentType, byte[] body) implements Claim {
		}

		record Running() implements Claim {
		}

		record OtherContent() implements Claim {
		}

	}

	private record Row(byte[] fingerprint, @Nullable Integer status, @Nullable String contentType,
			byte @Nullable [] body, Timestamp lockedUntil) {
	}

	private static final Duration SWEEP = Duration.ofMinutes(1);

	private final JdbcClient sql;

	private final Map<String, AtomicLong> swept = new ConcurrentHashMap<>();

	/** False when this signature was used before. */
	@Transactional
	public boolean firstUse(String clientId, byte[] signatureHash, Instant expiresAt) {
		sweep();
		return sql.sql("""
				insert into credit_partner_signature (tenant_id, client_id, hash, expires_at)
				values (?, ?, ?, ?) on conflict do nothing""")
			.params(Tenant.current(), clientId, signatureHash, Timestamp.from(expiresAt))
			.update() == 1;
	}

	/**
	 * What has expired goes once a minute, not with every call: the table stays as small
	 * and a call pays nothing.
	 */
	private void sweep() {
		var now = System.nanoTime();
		var last = swept.computeIfAbsent(Tenant.require(), _ -> new AtomicLong(now - SWEEP.toNanos()));
		var before = last.get();
		if (now - before >= SWEEP.toNanos() && last.compareAndSet(before, now)) {
			sql.sql("""
					delete from credit_partner_signature s using (
					    select client_id, hash from credit_partner_signature where expires_at < clock_timestamp()
					       for update skip locked) gone
					 where s.client_id = gone.client_id and s.hash = gone.hash and s.tenant_id = ?""")
				.param(Tenant.require())
				.update();
		}
	}

	@Transactional
	public Claim claim(Key key, byte[] fingerprint) {
		var fence = Ids.next();
		var until = Timestamp.from(Instant.now().plus(LEASE));
		var inserted = sql
			.sql("""
					insert into credit_partner_call (tenant_id, client_id, method, path, key, fingerprint, fence, locked_until)
					values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
			.params(Tenant.current(), key.clientId(), key.method(), key.path(), key.key(), fingerprint, fence, until)
			.update();
		if (inserted == 1) {
			return new Claim.Granted(fence);
		}
		var found = sql.sql("""
				select fingerprint, status, content_type, body, locked_until from credit_partner_call
				 where client_id = ? and method = ? and path = ? and key = ? for update""")
			.params(key.clientId(), key.method(), key.path(), key.key())
			.query(Row.class)
			.optional();
		if (found.isEmpty()) {
			// given free between our two looks
			return new Claim.Running();
		}
		var row = found.get();
		if (!Arrays.equals(row.fingerprint(), fingerprint)) {
			return new Claim.OtherContent();
		}
		if (row.status() != null && row.body() != null) {
			return new Claim.Answered(row.status(), row.contentType() == null ? "" : row.contentType(), row.body());
		}
		if (row.lockedUntil().toInstant().isAfter(Instant.now())) {
			return new Claim.Running();
		}
		sql.sql("""
				update credit_partner_call set fence = ?, locked_until = ?
				 where client_id = ? and method = ? and path = ? and key = ?""")
			.params(fence, until, key.clientId(), key.method(), key.path(), key.key())
			.update();
		return new Claim.Granted(fence);
	}

	/** Keeps the answer, unless a later claim has taken the call over. */
	@Transactional
	public void keep(Key key, UUID fence, int status, String contentType, byte[] body) {
		sql.sql("""
				update credit_partner_call set status = ?, content_type = ?, body = ?
				 where client_id = ? and method = ? and path = ? and key = ? and fence = ?""")
			.params(status, contentType, body, key.clientId(), key.method(), key.path(), key.key(), fence)
			.update();
	}

	/** Nothing was done: the key may be used again. */
	@Transactional
	public void release(Key key, UUID fence) {
		sql.sql("""
				delete from credit_partner_call
				 where client_id = ? and method = ? and path = ? and key = ? and fence = ? and status is null""")
			.params(key.clientId(), key.method(), key.path(), key.key(), fence)
			.update();
	}

}
