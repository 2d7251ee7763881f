package cn.jinfu.platform.account;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Colleagues;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.platform.secondfactor.SecondFactors;
import cn.jinfu.platform.security.Roles;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** Staff accounts. Their table has no policy, so every query here names the tenant. */
@Component
@RequiredArgsConstructor
public class Accounts implements Colleagues {

	/** Of a session in which the second factor was shown. */
	public static final String PROVED = Accounts.class.getName() + ".proved";

	/** An account as the log-in needs it. */
	record Credentials(UUID id, String tenantId, String login, String passwordHash, UUID personId, String displayName,
			String title, String scopeKind, String scopeRef, boolean active, boolean mustChangePassword) {
	}

	private final JdbcClient sql;

	private final PasswordEncoder passwords;

	private final Roles roles;

	private final SecondFactors factors;

	private final TransactionOperations transaction;

	Optional<Credentials> byLogin(String login) {
		return sql
			.sql("""
					select id, tenant_id, login, password_hash, person_id, display_name, title, scope_kind, scope_ref, active,
					       must_change_password
					  from platform_account where login = ?""")
			.param(login)
			.query(Credentials.class)
			.optional();
	}

	Actor actor(Credentials account) {
		var names = sql.sql("select role from platform_account_role where account_id = ?")
			.param(account.id())
			.query(String.class)
			.list();
		var shown = account.title().isEmpty() ? account.displayName() : account.title();
		return new Actor(Actor.Kind.PERSON, account.id(), account.personId(), account.login(), shown,
				account.tenantId(), new Scope(Scope.Kind.valueOf(account.scopeKind()), account.scopeRef()),
				account.mustChangePassword() ? Set.of(PasswordLogin.MUST_CHANGE) : roles.permissions(names));
	}

	/**
	 * Somebody whose password was right: the second factor comes first where it is asked
	 * for, and a drawn password before its enrolment, so that whoever drew it cannot
	 * enrol in the holder's place later.
	 */
	Actor entering(Credentials account) {
		var actor = actor(account);
		var pending = Tenant.callAs(account.tenantId(), () -> transaction.execute(_ -> account.mustChangePassword()
				? factors.isEnrolled(account.id()) : actor.may("console:open") && factors.asks(account.id())));
		return Boolean.TRUE.equals(pending) ? new Actor(actor.kind(), actor.accountId(), actor.personId(),
				actor.login(), actor.displayName(), actor.tenantId(), actor.scope(), Set.of(SecondFactors.PENDING))
				: actor;
	}

	/** The same person once the second factor was shown. */
	public Actor proved(String login) {
		return byLogin(login).filter(Credentials::active)
			.map(this::actor)
			.orElseThrow(() -> new Refusal.Forbidden("kernel.forbidden"));
	}

	@Transactional
	public UUID create(String tenantId, String login, String password, @Nullable UUID personId, String displayName,
			String title, Scope scope, Set<String> roleNames, boolean demo) {
		return create(tenantId, login, passwords.encode(password), personId, displayName, title, scope, roleNames, demo,
				true);
	}

	/**
	 * @param hash an already encoded password: demo accounts share one, and encoding is
	 * slow on purpose
	 */
	@Transactional
	public UUID create(String tenantId, String login, @Nullable String hash, @Nullable UUID personId,
			String displayName, String title, Scope scope, Set<String> roleNames, boolean demo, boolean active) {
		var id = Ids.next();
		sql.sql("""
				insert into platform_account
				  (id, tenant_id, login, password_hash, person_id, display_name, title, scope_kind, scope_ref, demo, active)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.param(id)
			.param(tenantId)
			.param(login)
			.param(hash)
			.param((personId != null) ? personId : Ids.next())
			.param(displayName)
			.param(title)
			.param(scope.kind().name())
			.param(scope.ref())
			.param(demo)
			.param(active)
			.update();
		roleNames.forEach(role -> sql.sql("insert into platform_account_role (account_id, role) values (?, ?)")
			.params(id, role)
			.update());
		return id;
	}

	/** Who works for this federation now, each with all he may do, by name. */
	@Transactional(readOnly = true)
	public List<Actor> staff(String tenantId) {
		return sql
			.sql("""
					select id, tenant_id, login, password_hash, person_id, display_name, title, scope_kind, scope_ref, active,
					       must_change_password
					  from platform_account where tenant_id = ? and active order by display_name, login""")
			.param(tenantId)
			.query(Credentials.class)
			.list()
			.stream()
			.map(this::actor)
			.filter(actor -> actor.may("console:open"))
			.toList();
	}

	@Override
	@Transactional(readOnly = true)
	public List<Actor> able(String permission) {
		return staff(Tenant.require()).stream().filter(it -> it.scope().inHouse() && it.may(permission)).toList();
	}

	/** Everything that somebody in this federation may do today. */
	@Transactional(readOnly = true)
	public Set<String> staffed(String tenantId) {
		return roles.permissions(sql.sql(
				"select distinct r.role from platform_account a join platform_account_role r on r.account_id = a.id where a.tenant_id = ? and a.active")
			.param(tenantId)
			.query(String.class)
			.list());
	}

	@Transactional(readOnly = true)
	public boolean isEmpty() {
		return sql.sql("select count(*) from platform_account").query(Long.class).single() == 0;
	}

}
