package cn.jinfu.platform.secondfactor;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.platform.security.Roles;
import cn.jinfu.platform.security.Tenants;
import cn.jinfu.platform.twopeople.PlatformFourEyes;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which roles show a second factor, and the resetting of lost ones: one person proposes,
 * another confirms (R41). Only roles that read may go without, and everybody in a demo.
 */
@Component
@Transactional
@RequiredArgsConstructor
class SecondFactorRules {

	/** Roles that change nothing. */
	static final Set<String> READING = Set.of("auditor", "data.viewer");

	private static final String TYPE = "SecondFactorChange";

	private static final String CHANGE = "hasAuthority('platform:second-factor:change')";

	private static final String VIEW = "hasAuthority('platform:second-factor:view')";

	private static final int MOST_WORDS = 200;

	enum Kind {

		RULE, RESET

	}

	/**
	 * A role as the federation has it.
	 *
	 * @param accounts active ones that hold it
	 * @param enrolled how many of them have their factor
	 * @param relaxable whether it may go without here
	 */
	public record Line(String role, boolean required, boolean relaxable, int accounts, int enrolled) {
	}

	/**
	 * A change that waits for its second person, or is closed.
	 *
	 * @param mine whether the reader proposed it, so that somebody else must confirm
	 */
	public record Change(UUID id, Kind kind, @Nullable String role, @Nullable Boolean required,
			@Nullable UUID accountId, @Nullable String accountName, String reason, String state, String proposedName,
			Instant proposedAt, @Nullable String closedName, @Nullable Instant closedAt, boolean mine) {
	}

	private final JdbcClient sql;

	private final Roles roles;

	private final Tenants tenants;

	private final SecondFactors factors;

	private final Audit audit;

	private final BusinessClock clock;

	/** By name of the role. */
	@Transactional(readOnly = true)
	@PreAuthorize(VIEW)
	public List<Line> all() {
		return covered().stream().map(this::line).toList();
	}

	private List<String> covered() {
		return roles.ofTheHouse()
			.stream()
			.filter(it -> roles.permissions(Set.of(it)).contains("console:open"))
			.sorted()
			.toList();
	}

	private Line line(String role) {
		return sql.sql("""
				select jf_second_factor_required(:tenant, :role), count(a.id), count(f.account_id)
				  from platform_account a join platform_account_role r on r.account_id = a.id and r.role = :role
				  left join platform_second_factor f on f.account_id = a.id and f.enrolled_at is not null
				 where a.tenant_id = :tenant and a.active""")
			.param("tenant", Tenant.require())
			.param("role", role)
			.query((row, n) -> new Line(role, row.getBoolean(1), isRelaxable(role), row.getInt(2), row.getInt(3)))
			.single();
	}

	private boolean isRelaxable(String role) {
		return READING.contains(role) || tenants.get(Tenant.require()).demo();
	}

	/** The oldest first. */
	@Transactional(readOnly = true)
	@PreAuthorize(VIEW)
	public List<Change> open() {
		return waiting(Actor.current());
	}

	/** For whoever may confirm; the same without asking who reads. */
	@Transactional(readOnly = true)
	public List<Change> waiting(Actor reader) {
		return changes("state = 'PROPOSED' order by id limit 100", reader);
	}

	/** The last fifty, the latest first. */
	@Transactional(readOnly = true)
	@PreAuthorize(VIEW)
	public List<Change> closed() {
		return changes("state <> 'PROPOSED' order by id desc limit 50", Actor.current());
	}

	private List<Change> changes(String which, Actor reader) {
		return sql.sql("""
				select id, kind, role, required, account_id, account_name, reason, state, proposed_name, proposed_at,
				       closed_name, closed_at, proposed_by = :reader
				  from platform_second_factor_change where tenant_id = :tenant and\s""" + which)
			.param("tenant", Tenant.require())
			.param("reader", reader.personId())
			.query((row, n) -> new Change(row.getObject(1, UUID.class), Kind.valueOf(row.getString(2)),
					row.getString(3), row.getObject(4, Boolean.class), row.getObject(5, UUID.class), row.getString(6),
					row.getString(7), row.getString(8), row.getString(9), row.getTimestamp(10).toInstant(),
					row.getString(11), (row.getTimestamp(12) != null) ? row.getTimestamp(12).toInstant() : null,
					row.getBoolean(13)))
			.list();
	}

	/**
	 * @return the change's id; it counts once another person has confirmed it
	 */
	@PreAuthorize(CHANGE)
	public UUID proposeRule(String role, boolean required, String reason) {
		requireWords(reason);
		if (!covered().contains(role)) {
			throw new NotFound("platform.second-factor.unknown-role");
		}
		if (!required && !isRelaxable(role)) {
			throw new RuleBroken("platform.second-factor.minimum").at("role");
		}
		if (line(role).required() == required) {
			throw new RuleBroken("platform.second-factor.already").at("required");
		}
		return insert(Kind.RULE, role, required, null, null, reason);
	}

	/** Somebody's telephone is lost, and his recovery codes too. */
	@PreAuthorize(CHANGE)
	public UUID proposeReset(UUID accountId, String reason) {
		requireWords(reason);
		if (accountId.equals(Actor.current().accountId())) {
			throw new RuleBroken("platform.second-factor.self");
		}
		var name = sql.sql("select display_name from platform_account where tenant_id = ? and id = ?")
			.params(Tenant.require(), accountId)
			.query(String.class)
			.optional()
			.orElseThrow(() -> new NotFound("platform.account.unknown"));
		if (!factors.isEnrolled(accountId)) {
			throw new WrongState("platform.second-factor.not-enrolled");
		}
		return insert(Kind.RESET, null, null, accountId, name, reason);
	}

	private UUID insert(Kind kind, @Nullable String role, @Nullable Boolean required, @Nullable UUID accountId,
			@Nullable String accountName, String reason) {
		var id = Ids.next();
		var actor = Actor.current();
		try {
			sql.sql("""
					insert into platform_second_factor_change
					  (id, tenant_id, kind, role, required, account_id, account_name, reason, state, proposed_by,
					   proposed_name, proposed_at)
					values (:id, :tenant, :kind, :role, :required, :account, :name, :reason, 'PROPOSED', :by, :byName, :at)""")
				.param("id", id)
				.param("tenant", Tenant.require())
				.param("kind", kind.name())
				.param("role", role)
				.param("required", required)
				.param("account", accountId)
				.param("name", accountName)
				.param("reason", reason.strip())
				.param("by", actor.personId())
				.param("byName", actor.displayName())
				.param("at", Timestamp.from(clock.now()))
				.update();
		}
		catch (DuplicateKeyException open) {
			throw new WrongState("platform.second-factor.open");
		}
		audit.record("propose-second-factor", TYPE, id,
				(kind == Kind.RULE) ? role + " " + required : "reset " + accountId);
		return id;
	}

	@PreAuthorize(CHANGE)
	public void confirm(UUID id) {
		record Row(String kind, @Nullable UUID accountId, UUID proposedBy) {
		}
		var row = sql.sql("""
				select kind, account_id, proposed_by from platform_second_factor_change
				 where tenant_id = ? and id = ?""")
			.params(Tenant.require(), id)
			.query(Row.class)
			.optional()
			.orElseThrow(() -> new NotFound("platform.second-factor.unknown-change"));
		var subject = row.accountId();
		PlatformFourEyes.CONFIRM_SECOND_FACTOR.requireOther("platform.second-factor.same-person",
				Actor.current().personId(), row.proposedBy(), (subject != null) ? holder(subject) : null);
		close(id, true);
		if (subject != null) {
			factors.forget(subject);
			audit.record("reset-second-factor", "Account", subject, null);
			sql.sql("""
					delete from spring_session where principal_name = (select login from platform_account where id = ?)""")
				.param(subject)
				.update();
		}
	}

	private UUID holder(UUID accountId) {
		return sql.sql("select person_id from platform_account where tenant_id = ? and id = ?")
			.params(Tenant.require(), accountId)
			.query(UUID.class)
			.single();
	}

	/** Also by who proposed it: then it is taken back. */
	@PreAuthorize(CHANGE)
	public void decline(UUID id, String reason) {
		requireWords(reason);
		close(id, false);
	}

	private void close(UUID id, boolean confirmed) {
		var actor = Actor.current();
		var state = sql.sql("select state from platform_second_factor_change where tenant_id = ? and id = ? for update")
			.params(Tenant.require(), id)
			.query(String.class)
			.optional()
			.orElseThrow(() -> new NotFound("platform.second-factor.unknown-change"));
		if (!state.equals("PROPOSED")) {
			throw new WrongState("platform.second-factor.closed");
		}
		sql.sql("""
				update platform_second_factor_change
				   set state = ?, closed_by = ?, closed_name = ?, closed_at = ?, version = version + 1
				 where id = ?""")
			.params(confirmed ? "CONFIRMED" : "DECLINED", actor.personId(), actor.displayName(),
					Timestamp.from(clock.now()), id)
			.update();
		audit.record(confirmed ? "confirm-second-factor" : "decline-second-factor", TYPE, id, null);
	}

	private static void requireWords(String reason) {
		if (reason.strip().length() < 2 || reason.strip().length() > MOST_WORDS) {
			throw new RuleBroken("platform.second-factor.words", MOST_WORDS).at("reason");
		}
	}

}
