package cn.jinfu.platform.account;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.platform.security.Roles;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who may log in and as what. An administrator changes others, never himself, and one
 * active administrator always remains; whatever takes rights away also ends the sessions.
 */
@Component
@Transactional
@RequiredArgsConstructor
class AccountCommands {

	/** What an administrator says about an account. */
	record Facts(String displayName, String title, Scope scope, Set<String> roles) {
	}

	/**
	 * @param password shown once; the holder must change it at the first log-in
	 */
	record Opened(UUID id, String password) {
	}

	private record Kept(UUID id, String login, UUID personId, boolean active, long version) {
	}

	/** No look-alikes, since it is read out on the telephone. */
	private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

	private static final String ADMIN = "admin";

	private static final SecureRandom RANDOM = new SecureRandom();

	private final JdbcClient sql;

	private final PasswordEncoder passwords;

	private final Roles roles;

	private final Audit audit;

	private final StatusHistory history;

	private final TaskHeir tasks;

	@PreAuthorize("hasAuthority('platform:account:manage')")
	Opened create(String login, Facts facts) {
		var name = login.strip().toLowerCase(Locale.ROOT);
		if (!name.matches("[a-z0-9][a-z0-9._-]{1,79}")) {
			throw new Refusal.RuleBroken("platform.account.login").at("login");
		}
		AccountRules.checkRoles(facts.roles(), roles.names());
		AccountRules.checkBank(facts.roles(), facts.scope());
		var id = Ids.next();
		var password = draw();
		try {
			sql.sql("""
					insert into platform_account (id, tenant_id, login, password_hash, person_id, display_name, title,
					                              scope_kind, scope_ref, must_change_password)
					values (?, ?, ?, ?, ?, ?, ?, ?, ?, true)""")
				.params(id, Tenant.require(), name, passwords.encode(password), Ids.next(), facts.displayName(),
						facts.title(), facts.scope().kind().name(), facts.scope().ref())
				.update();
		}
		catch (DuplicateKeyException taken) {
			throw new Refusal.RuleBroken("platform.account.login-taken").at("login");
		}
		facts.roles().forEach(role -> addRole(id, role));
		history.record("Account", id, null, AccountStatus.ACTIVE, null);
		audit.record("create-account", "Account", id, name + ": " + String.join(" ", new TreeSet<>(facts.roles())));
		return new Opened(id, password);
	}

	@PreAuthorize("hasAuthority('platform:account:manage')")
	void change(UUID id, Facts facts, long version) {
		AccountRules.checkRoles(facts.roles(), roles.names());
		AccountRules.checkBank(facts.roles(), facts.scope());
		lockAdministrators();
		var account = require(id, version);
		var before = new TreeSet<>(rolesOf(id));
		if (isSelf(account) && !facts.roles().containsAll(before)) {
			throw new Refusal.RuleBroken("platform.account.self").at("roles");
		}
		if (isSelf(account) && !facts.scope().isAll()) {
			throw new Refusal.RuleBroken("platform.account.self").at("scope");
		}
		if (account.active() && before.contains(ADMIN) && !facts.roles().contains(ADMIN)) {
			refuseLastAdministrator(id);
		}
		refuseThreeInOnePerson(account, facts.roles());
		sql.sql("""
				update platform_account set display_name = ?, title = ?, scope_kind = ?, scope_ref = ?, version = version + 1
				 where id = ?""")
			.params(facts.displayName(), facts.title(), facts.scope().kind().name(), facts.scope().ref(), id)
			.update();
		before.stream()
			.filter(role -> !facts.roles().contains(role))
			.forEach(role -> sql.sql("delete from platform_account_role where account_id = ? and role = ?")
				.params(id, role)
				.update());
		facts.roles().stream().filter(role -> !before.contains(role)).forEach(role -> addRole(id, role));
		audit.record("change-account", "Account", id, String.join(" ", before) + " -> "
				+ String.join(" ", new TreeSet<>(facts.roles())) + ", " + facts.scope().kind());
		if (!isSelf(account)) {
			endSessions(account.login());
		}
	}

	/**
	 * @param heir account that gets the tasks in hand; null: whoever may do them
	 */
	@PreAuthorize("hasAuthority('platform:account:manage')")
	void disable(UUID id, String reason, @Nullable UUID heir, long version) {
		if (reason.strip().length() < 2) {
			throw new Refusal.RuleBroken("platform.account.reason").at("reason");
		}
		lockAdministrators();
		var account = require(id, version);
		if (isSelf(account)) {
			throw new Refusal.RuleBroken("platform.account.self");
		}
		if (!account.active()) {
			throw new Refusal.WrongState("platform.account.already", AccountStatus.DISABLED);
		}
		if (rolesOf(id).contains(ADMIN)) {
			refuseLastAdministrator(id);
		}
		setActive(id, false);
		history.record("Account", id, AccountStatus.ACTIVE, AccountStatus.DISABLED, reason.strip());
		tasks.moveAll(account.personId(), heir);
		endSessions(account.login());
	}

	@PreAuthorize("hasAuthority('platform:account:manage')")
	void enable(UUID id, long version) {
		var account = require(id, version);
		if (account.active()) {
			throw new Refusal.WrongState("platform.account.already", AccountStatus.ACTIVE);
		}
		refuseThreeInOnePerson(account, new TreeSet<>(rolesOf(id)));
		setActive(id, true);
		history.record("Account", id, AccountStatus.DISABLED, AccountStatus.ACTIVE, null);
	}

	/**
	 * @return a password to tell its holder, who must change it at the next log-in
	 */
	@PreAuthorize("hasAuthority('platform:account:manage')")
	String resetPassword(UUID id, long version) {
		var account = require(id, version);
		if (isSelf(account)) {
			throw new Refusal.RuleBroken("platform.account.self-password");
		}
		var password = draw();
		sql.sql("""
				update platform_account set password_hash = ?, must_change_password = true, version = version + 1
				 where id = ?""").params(passwords.encode(password), id).update();
		audit.record("reset-password", "Account", id, null);
		forgetFailures(account.login());
		endSessions(account.login());
		return password;
	}

	/** Whoever had to wait may try again at once. */
	@PreAuthorize("hasAuthority('platform:account:manage')")
	void unlock(UUID id) {
		var account = find(id);
		forgetFailures(account.login());
		audit.record("unlock-account", "Account", id, null);
	}

	/**
	 * One's own password. All other sessions of the account end.
	 * @param session the one that goes on
	 */
	void changeOwnPassword(String current, String fresh, @Nullable String session) {
		var actor = Actor.current();
		var hash = sql.sql("select password_hash from platform_account where id = ? for update")
			.param(actor.accountId())
			.query(String.class)
			.optional()
			.orElseThrow(() -> new Refusal.Forbidden("kernel.forbidden"));
		if (!passwords.matches(current, hash)) {
			throw new Refusal.RuleBroken("platform.account.password-wrong").at("current");
		}
		AccountRules.checkPassword(actor.login(), fresh);
		if (passwords.matches(fresh, hash)) {
			throw new Refusal.RuleBroken("platform.account.password-same").at("fresh");
		}
		sql.sql("""
				update platform_account set password_hash = ?, must_change_password = false,
				       password_changed_at = clock_timestamp(), version = version + 1
				 where id = ?""").params(passwords.encode(fresh), actor.accountId()).update();
		audit.record("change-password", "Account", actor.accountId(), null);
		sql.sql("delete from spring_session where principal_name = ? and session_id <> ?")
			.params(actor.login(), (session != null) ? session : "")
			.update();
	}

	/**
	 * Two administrators who remove each other take turns here; the second is refused.
	 */
	private void lockAdministrators() {
		sql.sql("""
				select a.id from platform_account a join platform_account_role r on r.account_id = a.id
				 where a.tenant_id = ? and r.role = 'admin' order by a.id for update of a""")
			.param(Tenant.require())
			.query(UUID.class)
			.list();
	}

	private void refuseLastAdministrator(UUID leaving) {
		var others = sql.sql("""
				select count(*) from platform_account a join platform_account_role r on r.account_id = a.id
				 where a.tenant_id = ? and a.active and r.role = 'admin' and a.id <> ?""")
			.params(Tenant.require(), leaving)
			.query(Long.class)
			.single();
		if (others == 0) {
			throw new Refusal.RuleBroken("platform.account.last-admin");
		}
	}

	private void refuseThreeInOnePerson(Kept account, Set<String> wanted) {
		var held = sql.sql("""
				select distinct r.role from platform_account a join platform_account_role r on r.account_id = a.id
				 where a.tenant_id = ? and a.person_id = ? and a.id <> ? and a.active""")
			.params(Tenant.require(), account.personId(), account.id())
			.query(String.class)
			.list();
		var three = new TreeSet<>(wanted);
		three.addAll(held);
		three.retainAll(AccountRules.THREE);
		if (three.size() > 1) {
			throw new Refusal.RuleBroken("platform.account.three-roles").at("roles");
		}
	}

	private Kept find(UUID id) {
		return sql.sql("""
				select id, login, person_id, active, version from platform_account where tenant_id = ? and id = ?
				   for update""")
			.params(Tenant.require(), id)
			.query(Kept.class)
			.optional()
			.orElseThrow(() -> new Refusal.NotFound("platform.account.unknown"));
	}

	private Kept require(UUID id, long version) {
		var account = find(id);
		if (account.version() != version) {
			throw new Refusal.Stale("kernel.stale");
		}
		return account;
	}

	private List<String> rolesOf(UUID id) {
		return sql.sql("select role from platform_account_role where account_id = ?")
			.param(id)
			.query(String.class)
			.list();
	}

	private void addRole(UUID id, String role) {
		sql.sql("insert into platform_account_role (account_id, role) values (?, ?)").params(id, role).update();
	}

	private void setActive(UUID id, boolean active) {
		sql.sql("update platform_account set active = ?, version = version + 1 where id = ?")
			.params(active, id)
			.update();
	}

	private void forgetFailures(String login) {
		sql.sql("delete from platform_login_failure where login = ?").param(login).update();
	}

	private void endSessions(String login) {
		sql.sql("delete from spring_session where principal_name = ?").param(login).update();
	}

	private static boolean isSelf(Kept account) {
		return account.id().equals(Actor.current().accountId());
	}

	private static String draw() {
		var text = new StringBuilder();
		for (var n = 0; n < 16; n++) {
			text.append((n > 0 && n % 4 == 0) ? "-" : "").append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
		}
		return text.toString();
	}

}
