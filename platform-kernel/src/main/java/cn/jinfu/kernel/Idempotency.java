package cn.jinfu.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A request sent twice is done once. The claim is a transaction of its own, with a lease
 * for the case that its holder dies; the answer commits together with the work, and only
 * for the holder of the latest token, so a slow first holder cannot do it a second time.
 */
@Component
public class Idempotency {

	static final int LEASE_SECONDS = 60;

	record Known(String route, String requestHash, boolean done, @Nullable String answer) {
	}

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	private final JsonMapper json;

	Idempotency(JdbcClient sql, PlatformTransactionManager transactions, JsonMapper json) {
		this.sql = sql;
		this.transaction = new TransactionTemplate(transactions);
		this.json = json;
	}

	/**
	 * Not inside a transaction: the claim has to be visible to others before the work
	 * begins.
	 * @param key the caller's own, up to 120 characters; surrounding quotes are stripped
	 * @param route what is asked for, for example {@code POST /api/partner/v1/receipts}
	 * @param requestHash of the body, up to 64 characters
	 * @return the first answer, however often it is asked; when the work is refused
	 * nothing is kept, and the same key may be tried again
	 * @throws Refusal.RuleBroken {@code kernel.idempotency.key-reused} for the same key
	 * with another request
	 * @throws Refusal.WrongState {@code kernel.idempotency.running} while the first is at
	 * work
	 */
	public <T> T once(String key, String route, String requestHash, Class<T> type, Supplier<T> work) {
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			throw new IllegalStateException("idempotency must be claimed before the transaction begins");
		}
		var bare = bare(key);
		var claimed = Objects.requireNonNull(transaction.execute(_ -> claim(bare, route, requestHash)));
		if (claimed.isEmpty()) {
			return json.readValue(replay(bare, route, requestHash), type);
		}
		long token = claimed.get();
		try {
			return Objects.requireNonNull(transaction.execute(_ -> {
				var result = work.get();
				finish(bare, token, json.writeValueAsString(result));
				return result;
			}));
		}
		catch (RuntimeException | Error failure) {
			transaction.executeWithoutResult(_ -> release(bare, token));
			throw failure;
		}
	}

	/**
	 * The same for work that gives an id: without a key it is simply done.
	 * @param request what is asked for, written out; another one under the same key is
	 * refused
	 */
	public UUID id(@Nullable String key, String route, Object request, Supplier<UUID> work) {
		return (key == null || key.isBlank()) ? work.get()
				: once(key, route,
						UUID.nameUUIDFromBytes(request.toString().getBytes(StandardCharsets.UTF_8)).toString(),
						UUID.class, work);
	}

	private Optional<Long> claim(String key, String route, String requestHash) {
		return sql.sql("""
				insert into platform_idempotency as known
				  (tenant_id, caller_id, idem_key, route, request_hash, token, lease_until)
				values (?, ?, ?, ?, ?, 1, clock_timestamp() + make_interval(secs => ?))
				on conflict (tenant_id, caller_id, idem_key) do update
				  set token = known.token + 1, lease_until = excluded.lease_until
				  where not known.done and known.lease_until < clock_timestamp()
				    and known.route = excluded.route and known.request_hash = excluded.request_hash
				returning token""")
			.params(Tenant.require(), Actor.current().accountId(), key, route, requestHash, LEASE_SECONDS)
			.query(Long.class)
			.optional();
	}

	private String replay(String key, String route, String requestHash) {
		var found = Objects.requireNonNull(transaction.execute(_ -> sql.sql("""
				select route, request_hash, done, answer from platform_idempotency
				 where tenant_id = ? and caller_id = ? and idem_key = ?""")
			.params(Tenant.require(), Actor.current().accountId(), key)
			.query(Known.class)
			.optional()));
		if (found.isEmpty()) {
			throw new Refusal.WrongState("kernel.idempotency.running");
		}
		var known = found.get();
		if (!known.route().equals(route) || !known.requestHash().equals(requestHash)) {
			throw new Refusal.RuleBroken("kernel.idempotency.key-reused").at("Idempotency-Key");
		}
		var answer = known.answer();
		if (!known.done() || answer == null) {
			throw new Refusal.WrongState("kernel.idempotency.running");
		}
		return answer;
	}

	private void finish(String key, long token, String answer) {
		var mine = sql.sql("""
				update platform_idempotency set done = true, answer = ?
				 where tenant_id = ? and caller_id = ? and idem_key = ? and token = ? and not done""")
			.params(answer, Tenant.require(), Actor.current().accountId(), key, token)
			.update();
		if (mine == 0) {
			throw new Refusal.WrongState("kernel.idempotency.running");
		}
	}

	private void release(String key, long token) {
		sql.sql("""
				delete from platform_idempotency
				 where tenant_id = ? and caller_id = ? and idem_key = ? and token = ? and not done""")
			.params(Tenant.require(), Actor.current().accountId(), key, token)
			.update();
	}

	private static String bare(String key) {
		var bare = key.strip().replaceAll("^\"(.*)\"$", "$1");
		if (bare.isEmpty() || bare.length() > 120) {
			throw new Refusal.RuleBroken("kernel.idempotency.key").at("Idempotency-Key");
		}
		return bare;
	}

}
