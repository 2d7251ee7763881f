package cn.jinfu.platform.account;

import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.platform.security.Roles;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** One federation's staff accounts. Their table has no policy: each query names it. */
@Component
@Transactional(readOnly = true)
@PreAuthorize("hasAuthority('platform:account:read')")
@RequiredArgsConstructor
class AccountQueries {

	/**
	 * @param q part of login, name or title
	 */
	record Filter(@Nullable String q, @Nullable String role, @Nullable AccountStatus status, @Nullable String after,
			int limit) {
	}

	private record Row(UUID id, String login, UUID personId, String displayName, String title, String scopeKind,
			String scopeRef, boolean active, String roles, boolean mustChangePassword, boolean blocked,
			@Nullable Timestamp lastLogin, Timestamp createdAt, long version) {
	}

	private static final String COLUMNS = """
			select a.id, a.login, a.person_id, a.display_name, a.title, a.scope_kind, a.scope_ref, a.active,
			       (select coalesce(string_agg(r.role, ' ' order by r.role), '') from platform_account_role r
			         where r.account_id = a.id) as roles,
			       a.must_change_password,
			       exists (select 1 from platform_login_failure f where f.login = a.login
			                  and f.at > clock_timestamp() - make_interval(mins => :minutes)
			                group by f.address having count(*) >= :failures) as blocked,
			       (select max(l.at) from platform_audit l where l.login = a.login and l.action = 'login') as last_login,
			       a.created_at, a.version
			  from platform_account a where a.tenant_id = :tenant""";

	private static final String MATCHES = """
			and (:q::varchar is null or a.login like :q or a.display_name like :q or a.title like :q)
			and (:active::boolean is null or a.active = :active)
			and (:role::varchar is null or exists (select 1 from platform_account_role r
			                                        where r.account_id = a.id and r.role = :role))""";

	private final JdbcClient sql;

	private final Roles roles;

	private final Divisions divisions;

	Paged<AccountView> list(Filter filter) {
		var values = values();
		values.put("q", (filter.q() == null || filter.q().isBlank()) ? null : "%" + filter.q().strip() + "%");
		values.put("role", (filter.role() == null || filter.role().isBlank()) ? null : filter.role());
		values.put("active", (filter.status() != null) ? filter.status() == AccountStatus.ACTIVE : null);
		values.put("after", filter.after() != null ? filter.after() : "");
		values.put("limit", filter.limit() + 1);
		var rows = sql.sql(COLUMNS + " " + MATCHES + " and a.login > :after order by a.login limit :limit")
			.params(values)
			.query(Row.class)
			.list();
		var total = sql.sql("select count(*) from platform_account a where a.tenant_id = :tenant " + MATCHES)
			.params(values)
			.query(Long.class)
			.single();
		return Paged.of(rows.stream().map(this::view).toList(), filter.limit(), total, AccountView::login);
	}

	AccountView view(UUID id) {
		var values = values();
		values.put("id", id);
		return sql.sql(COLUMNS + " and a.id = :id")
			.params(values)
			.query(Row.class)
			.optional()
			.map(this::view)
			.orElseThrow(() -> new Refusal.NotFound("platform.account.unknown"));
	}

	/** Roles that a staff account may hold. */
	List<String> staffRoles() {
		return roles.names().stream().filter(role -> !AccountRules.BY_PHONE.contains(role)).toList();
	}

	List<Choice> townships() {
		return divisions.children(new DivisionCode(division()))
			.stream()
			.map(it -> new Choice(it.code().value(), it.name()))
			.toList();
	}

	List<Choice> outlets() {
		return sql.sql("select id::text, name from supply_outlet where status <> 'CLOSED' order by no")
			.query((row, n) -> new Choice(row.getString(1), row.getString(2)))
			.list();
	}

	List<Choice> banks() {
		return sql.sql("select client_id, name from credit_bank order by client_id")
			.query((row, n) -> new Choice(row.getString(1), row.getString(2)))
			.list();
	}

	private String division() {
		return sql.sql("select division from platform_tenant where code = ?")
			.param(Tenant.require())
			.query(String.class)
			.single();
	}

	private static HashMap<String, @Nullable Object> values() {
		var values = new HashMap<String, @Nullable Object>();
		values.put("tenant", Tenant.require());
		values.put("minutes", LoginLimits.MINUTES);
		values.put("failures", LoginLimits.PER_ACCOUNT_AND_ADDRESS);
		return values;
	}

	private AccountView view(Row row) {
		var names = row.roles().isEmpty() ? List.<String>of() : List.of(row.roles().split(" "));
		return new AccountView(row.id(), row.login(), row.personId(), row.displayName(), row.title(), row.scopeKind(),
				row.scopeRef(), scopeName(row), row.active() ? AccountStatus.ACTIVE : AccountStatus.DISABLED, names,
				row.mustChangePassword(), row.blocked(), (row.lastLogin() != null) ? row.lastLogin().toInstant() : null,
				row.createdAt().toInstant(), row.version());
	}

	private String scopeName(Row row) {
		return switch (row.scopeKind()) {
			case "TOWNSHIP" -> divisions.name(new DivisionCode(row.scopeRef()));
			case "OUTLET" -> named("supply_outlet", row.scopeRef());
			case "BANK" -> banks().stream()
				.filter(it -> it.value().equals(row.scopeRef()))
				.map(Choice::label)
				.findFirst()
				.orElse(row.scopeRef());
			case "MEMBER" -> named("member_member", row.scopeRef());
			default -> "";
		};
	}

	private String named(String table, String id) {
		return sql.sql("select name from " + table + " where id = ?::uuid")
			.param(id)
			.query(String.class)
			.optional()
			.orElse(id);
	}

}
