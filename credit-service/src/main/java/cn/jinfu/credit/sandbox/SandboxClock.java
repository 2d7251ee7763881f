package cn.jinfu.credit.sandbox;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;

import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Whether the current federation is a sandbox, and what date a bank has there. */
@Component
@Transactional
@RequiredArgsConstructor
public class SandboxClock {

	/** Three years from the real date. */
	private static final int MOST_DAYS = 1096;

	private final JdbcClient sql;

	private final BusinessClock clock;

	private final MessageSource messages;

	/** A federation stays what it is. */
	private final Map<String, Boolean> known = new ConcurrentHashMap<>();

	/**
	 * @param date by which this bank's calls are done
	 */
	public record SandboxDate(LocalDate date, int aheadDays) {
	}

	/** Needs no transaction of its own: it is asked at each call and mostly known. */
	@Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
	public boolean here() {
		return known.computeIfAbsent(Tenant.require(),
				it -> sql.sql("select coalesce(bool_or(sandbox), false) from platform_tenant where code = ?")
					.param(it)
					.query(Boolean.class)
					.single());
	}

	/**
	 * @throws NotFound elsewhere: nothing says that there is such a call
	 */
	public void require() {
		if (!here()) {
			throw new NotFound("credit.sandbox.none");
		}
	}

	/**
	 * The two who agree to what a machine asks for in a sandbox, where nobody else is.
	 * @return their identities, by name
	 */
	public List<Agreeing> agreeing() {
		require();
		return Stream.of("one", "two")
			.map(it -> new Agreeing(
					UUID.nameUUIDFromBytes(
							(Tenant.require() + "/sandbox.agrees." + it).getBytes(StandardCharsets.UTF_8)),
					String
						.valueOf(messages.getMessage("credit.sandbox.agrees." + it, null, Locale.SIMPLIFIED_CHINESE))))
			.toList();
	}

	public record Agreeing(UUID id, String name) {
	}

	@Transactional(readOnly = true)
	public int aheadDays(String clientId) {
		return sql.sql("select ahead_days from credit_sandbox_clock where client_id = ?")
			.param(clientId)
			.query(Integer.class)
			.optional()
			.orElse(0);
	}

	@Transactional(readOnly = true)
	public SandboxDate read(String clientId) {
		require();
		return shown(clientId, aheadDays(clientId));
	}

	/**
	 * Forward by so many days; zero sets it back to the real date.
	 * @throws RuleBroken {@code credit.sandbox.too-far}
	 */
	public SandboxDate move(String clientId, int days) {
		require();
		var ahead = (days == 0) ? 0 : aheadDays(clientId) + days;
		if (ahead > MOST_DAYS) {
			throw new RuleBroken("credit.sandbox.too-far", MOST_DAYS).at("days");
		}
		sql.sql("""
				insert into credit_sandbox_clock (tenant_id, client_id, ahead_days) values (?, ?, ?)
				on conflict on constraint credit_sandbox_clock_pk
				do update set ahead_days = excluded.ahead_days, moved_at = clock_timestamp()""")
			.params(Tenant.require(), clientId, ahead)
			.update();
		return shown(clientId, ahead);
	}

	private SandboxDate shown(String clientId, int ahead) {
		return new SandboxDate(clock.realDate().plusDays(clock.aheadDays() + (long) ahead), ahead);
	}

	/** Whether a failure that comes once has not come yet for this request. */
	public boolean first(String request) {
		return sql.sql("""
				insert into credit_sandbox_failure (tenant_id, hash) values (?, ?)
				on conflict on constraint credit_sandbox_failure_pk do nothing""")
			.params(Tenant.require(), sha256(request))
			.update() == 1;
	}

	private static byte[] sha256(String text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

}
