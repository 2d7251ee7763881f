package cn.jinfu.platform.secondfactor;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The second factors of accounts. A code counts once; five wrong ones in a row shut the
 * factor for a quarter of an hour, wherever they came from: whoever guesses here knows
 * the password already. By the system's clock.
 */
@Component
@Transactional
@RequiredArgsConstructor
public class SecondFactors {

	/** All that somebody may do who has not shown his second factor yet. */
	public static final String PENDING = "account:second-factor";

	static final int FAILURES = 5;

	static final Duration LOCKED = Duration.ofMinutes(15);

	static final int RECOVERY_CODES = 10;

	private static final String FIELD = "second-factor";

	private static final String TYPE = "Account";

	private static final int KEY_BYTES = 20;

	private static final SecureRandom RANDOM = new SecureRandom();

	private final JdbcClient sql;

	private final PersonalData vault;

	private final Audit audit;

	/** What a code came to. */
	enum Answer {

		RIGHT, WRONG, LOCKED

	}

	/**
	 * One's own factor.
	 *
	 * @param enrolledAt null while only the picture was shown
	 * @param codesLeft recovery codes not used yet
	 */
	public record Own(@Nullable Instant enrolledAt, int codesLeft) {
	}

	/** What the telephone is to read. */
	public record Enrolment(String secret, String uri) {
	}

	private record Kept(Totp algorithm, String secret, @Nullable Instant enrolledAt, long lastStep, int failures,
			@Nullable Instant lockedUntil) {
	}

	/** Whether somebody with this account must show it before anything else. */
	@Transactional(readOnly = true)
	public boolean asks(UUID accountId) {
		return isEnrolled(accountId) || isRequired(accountId);
	}

	@Transactional(readOnly = true)
	public boolean isEnrolled(UUID accountId) {
		return kept(accountId).filter(it -> it.enrolledAt() != null).isPresent();
	}

	/** By one of the account's roles. */
	@Transactional(readOnly = true)
	public boolean isRequired(UUID accountId) {
		return sql.sql("""
				select coalesce(bool_or(jf_second_factor_required(:tenant, r.role)), false)
				  from platform_account_role r where r.account_id = :account
				   and r.role not in ('farm', 'applicant', 'outlet', 'buyer')""")
			.param("tenant", Tenant.require())
			.param("account", accountId)
			.query(Boolean.class)
			.single();
	}

	@Transactional(readOnly = true)
	public Own own() {
		var account = Actor.current().accountId();
		var left = sql.sql(
				"select count(*) from platform_recovery_code where tenant_id = ? and account_id = ? and used_at is null")
			.params(Tenant.require(), account)
			.query(Integer.class)
			.single();
		return new Own(kept(account).map(Kept::enrolledAt).orElse(null), left);
	}

	/**
	 * The secret to be read by the telephone; the same until it was proved, so that going
	 * back to the page does not spoil what was scanned.
	 */
	public Enrolment begin(String issuer) {
		var actor = Actor.current();
		var before = kept(actor.accountId());
		if (before.filter(it -> it.enrolledAt() != null).isPresent()) {
			throw new WrongState("platform.second-factor.enrolled");
		}
		var secret = before.map(it -> vault.use(actor.personId(), it.secret())).orElseGet(() -> draw(actor));
		var text = Totp.base32(HexFormat.of().parseHex(secret));
		return new Enrolment(text,
				"otpauth://totp/" + encoded(issuer) + ":" + encoded(actor.login()) + "?secret=" + text + "&issuer="
						+ encoded(issuer) + "&algorithm=SHA1&digits=" + Totp.DIGITS + "&period=" + Totp.STEP_SECONDS);
	}

	/**
	 * The first right code makes it count.
	 * @return recovery codes, shown once; empty when the code was wrong
	 */
	public List<String> enrol(String code) {
		var actor = Actor.current();
		var kept = require(actor.accountId());
		if (kept.enrolledAt() != null) {
			throw new WrongState("platform.second-factor.enrolled");
		}
		if (answer(actor, kept, code) != Answer.RIGHT) {
			return List.of();
		}
		sql.sql("update platform_second_factor set enrolled_at = ? where account_id = ? and tenant_id = ?")
			.params(Timestamp.from(Instant.now()), actor.accountId(), Tenant.require())
			.update();
		audit.record("enrol-second-factor", TYPE, actor.accountId(), null);
		return drawCodes(actor.accountId());
	}

	/** A code of the telephone, or one of the recovery codes. */
	Answer prove(String typed) {
		var actor = Actor.current();
		var kept = require(actor.accountId());
		if (kept.enrolledAt() == null) {
			throw new WrongState("platform.second-factor.not-enrolled");
		}
		var answer = answer(actor, kept, typed);
		if (answer == Answer.RIGHT) {
			audit.record("prove-second-factor", TYPE, actor.accountId(), null);
		}
		return answer;
	}

	/**
	 * @return new codes in the place of all before; empty when the code was wrong
	 */
	public List<String> renewCodes(String code) {
		if (prove(code) != Answer.RIGHT) {
			return List.of();
		}
		var account = Actor.current().accountId();
		audit.record("renew-recovery-codes", TYPE, account, null);
		return drawCodes(account);
	}

	/**
	 * Gives one's own factor up, where no role asks for it.
	 * @return false when the code was wrong
	 */
	public boolean remove(String code) {
		var account = Actor.current().accountId();
		if (isRequired(account)) {
			throw new RuleBroken("platform.second-factor.required");
		}
		if (prove(code) != Answer.RIGHT) {
			return false;
		}
		forget(account);
		audit.record("remove-second-factor", TYPE, account, null);
		return true;
	}

	/** The telephone is lost: the next log-in enrols another. */
	void forget(UUID accountId) {
		sql.sql("delete from platform_second_factor where tenant_id = ? and account_id = ?")
			.params(Tenant.require(), accountId)
			.update();
	}

	private Answer answer(Actor actor, Kept kept, String typed) {
		var now = Instant.now();
		if (kept.lockedUntil() != null && kept.lockedUntil().isAfter(now)) {
			return Answer.LOCKED;
		}
		var code = typed.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
		var right = code.matches("[0-9]{" + Totp.DIGITS + "}")
				? stepOf(actor, kept, code, now).filter(step -> step > kept.lastStep())
					.map(step -> sql.sql("""
							update platform_second_factor set last_step = ?, failures = 0, locked_until = null
							 where tenant_id = ? and account_id = ? and last_step < ?""")
						.params(step, Tenant.require(), actor.accountId(), step)
						.update() == 1)
					.orElse(false)
				: usesRecoveryCode(actor.accountId(), code);
		if (right) {
			return Answer.RIGHT;
		}
		var failures = kept.failures() + 1;
		var locks = failures >= FAILURES;
		sql.sql("update platform_second_factor set failures = :n, locked_until = :until where tenant_id = :tenant and account_id = :account")
			.param("n", locks ? 0 : failures)
			.param("until", locks ? Timestamp.from(now.plus(LOCKED)) : null)
			.param("tenant", Tenant.require())
			.param("account", actor.accountId())
			.update();
		audit.record(locks ? "lock-second-factor" : "fail-second-factor", TYPE, actor.accountId(), null);
		return locks ? Answer.LOCKED : Answer.WRONG;
	}

	private Optional<Long> stepOf(Actor actor, Kept kept, String code, Instant now) {
		var key = HexFormat.of().parseHex(vault.use(actor.personId(), kept.secret()));
		for (var step = Totp.step(now) - Totp.SKEW_STEPS; step <= Totp.step(now) + Totp.SKEW_STEPS; step++) {
			if (MessageDigest.isEqual(kept.algorithm().code(key, step, Totp.DIGITS).getBytes(StandardCharsets.US_ASCII),
					code.getBytes(StandardCharsets.US_ASCII))) {
				return Optional.of(step);
			}
		}
		return Optional.empty();
	}

	private boolean usesRecoveryCode(UUID account, String code) {
		var used = sql.sql("""
				update platform_recovery_code set used_at = clock_timestamp()
				 where tenant_id = ? and account_id = ? and code_hash = ? and used_at is null""")
			.params(Tenant.require(), account, hash(code))
			.update() == 1;
		if (used) {
			sql.sql("update platform_second_factor set failures = 0, locked_until = null where tenant_id = ? and account_id = ?")
				.params(Tenant.require(), account)
				.update();
			audit.record("use-recovery-code", TYPE, account, null);
		}
		return used;
	}

	private String draw(Actor actor) {
		var key = new byte[KEY_BYTES];
		RANDOM.nextBytes(key);
		var secret = HexFormat.of().formatHex(key);
		sql.sql("insert into platform_second_factor (account_id, tenant_id, secret) values (?, ?, ?)")
			.params(actor.accountId(), Tenant.require(), vault.seal(actor.personId(), FIELD, secret))
			.update();
		return secret;
	}

	/** Of forty-five bits each: five guesses in a quarter of an hour get nowhere. */
	private List<String> drawCodes(UUID account) {
		sql.sql("delete from platform_recovery_code where tenant_id = ? and account_id = ?")
			.params(Tenant.require(), account)
			.update();
		var codes = new ArrayList<String>();
		for (var n = 0; n < RECOVERY_CODES; n++) {
			var bytes = new byte[7];
			RANDOM.nextBytes(bytes);
			// ten letters and digits, read out in two groups; begins with a letter, so
			// that it
			// is never taken for a code of the telephone
			var text = "r" + Totp.base32(bytes).toLowerCase(Locale.ROOT).substring(0, 9);
			sql.sql("insert into platform_recovery_code (tenant_id, account_id, code_hash) values (?, ?, ?)")
				.params(Tenant.require(), account, hash(text))
				.update();
			codes.add(text.substring(0, 5) + "-" + text.substring(5));
		}
		return List.copyOf(codes);
	}

	private String hash(String code) {
		return vault.index("recovery-code", code);
	}

	private Kept require(UUID account) {
		return sql.sql("""
				select algorithm, secret, enrolled_at, last_step, failures, locked_until from platform_second_factor
				 where tenant_id = ? and account_id = ? for update""")
			.params(Tenant.require(), account)
			.query((row, n) -> kept(row))
			.optional()
			.orElseThrow(() -> new WrongState("platform.second-factor.not-enrolled"));
	}

	private Optional<Kept> kept(UUID account) {
		return sql.sql("""
				select algorithm, secret, enrolled_at, last_step, failures, locked_until from platform_second_factor
				 where tenant_id = ? and account_id = ?""")
			.params(Tenant.require(), account)
			.query((row, n) -> kept(row))
			.optional();
	}

	private static Kept kept(java.sql.ResultSet row) throws java.sql.SQLException {
		return new Kept(Totp.valueOf(row.getString(1)), row.getString(2), instant(row.getTimestamp(3)), row.getLong(4),
				row.getInt(5), instant(row.getTimestamp(6)));
	}

	private static @Nullable Instant instant(@Nullable Timestamp at) {
		return (at != null) ? at.toInstant() : null;
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
