package cn.jinfu.platform.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import cn.jinfu.PlatformIT;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.platform.account.AccountCommands.Facts;
import cn.jinfu.platform.security.Tenants;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionOperations;

/** Staff accounts: who makes them, and that nobody locks the house from inside. */
@PlatformIT
class AccountsIT {

	@Autowired
	MockMvcTester mvc;

	@Autowired
	AccountCommands commands;

	@Autowired
	LoginLimits limits;

	@Autowired
	Tenants tenants;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionOperations transaction;

	@Test
	void newcomerMustChooseHisOwnPasswordBeforeAnythingElse() {
		var login = "new." + UUID.randomUUID().toString().substring(0, 8);
		var made = post("/console/accounts", admin(), "login", login, "displayName", "新人（示例）", "scope", "ALL", "roles",
				"member.clerk");
		assertThat(made).hasStatusOk();
		var password = between(body(made), "<b class=\"code\">", "</b>");
		var first = logIn(login, password);
		assertThat(first).redirectedUrl().isEqualTo("/account/password");
		var session = Objects.requireNonNull(first.getResponse().getCookie("JINFU"));
		assertThat(mvc.get().uri("/console/members").cookie(session)).hasStatus(HttpStatus.FORBIDDEN);
		assertThat(change(session, password, "short")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(change(session, password, "spade melon drizzle")).redirectedUrl().isEqualTo("/");
		assertThat(mvc.get().uri("/console").cookie(session)).hasStatusOk();
		assertThat(logIn(login, "spade melon drizzle")).redirectedUrl().isEqualTo("/console");
	}

	@Test
	void disabledAccountIsOutAtOnce() {
		var login = "leaver." + UUID.randomUUID().toString().substring(0, 8);
		var made = post("/console/accounts", admin(), "login", login, "displayName", "离岗（示例）", "scope", "ALL", "roles",
				"data.viewer");
		var session = Objects.requireNonNull(
				logIn(login, between(body(made), "<b class=\"code\">", "</b>")).getResponse().getCookie("JINFU"));
		assertThat(mvc.get().uri("/account/password").cookie(session)).hasStatusOk();
		var id = id(login);
		assertThat(post("/console/accounts/" + id + "/disablement", admin(), "reason", "调离", "version", "0"))
			.hasStatus(HttpStatus.FOUND);
		assertThat(mvc.get().uri("/account/password").cookie(session)).hasStatus(HttpStatus.FOUND);
		assertThat(post("/console/accounts/" + id + "/disablement", admin(), "reason", "调离", "version", "0"))
			.hasStatus(HttpStatus.CONFLICT);
	}

	@Test
	void administratorCannotLockHimselfOut() {
		var me = id("admin");
		var self = actor(me, "admin");
		assertThat(post("/console/accounts/" + me + "/disablement", self, "reason", "试试", "version", version(me)))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(post("/console/accounts/" + me, self, "displayName", "x", "scope", "ALL", "roles", "data.viewer",
				"version", version(me)))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(post("/console/accounts/" + me + "/password", self, "version", version(me)))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
	}

	@Test
	void twoAdministratorsWhoRemoveEachOtherLeaveOne() throws Exception {
		var tenant = tenant();
		var one = create(tenant, "admin");
		var other = create(tenant, "admin");
		var go = new CountDownLatch(1);
		try (var threads = Executors.newFixedThreadPool(2)) {
			var first = threads.submit(removal(tenant, one, other, go));
			var second = threads.submit(removal(tenant, other, one, go));
			go.countDown();
			assertThat(Set.of(first.get(), second.get())).containsExactlyInAnyOrder("done",
					"platform.account.last-admin");
		}
	}

	@Test
	void databaseKeepsTheLastAdministratorAndTheThreeApart() {
		var tenant = tenant();
		var only = create(tenant, "admin");
		assertThatThrownBy(() -> transaction.executeWithoutResult(
				_ -> sql.sql("update platform_account set active = false where id = ?").param(only).update()))
			.rootCause()
			.hasMessageContaining("platform_account_last_admin_ck");
		assertThatThrownBy(() -> transaction.executeWithoutResult(
				_ -> sql.sql("delete from platform_account_role where account_id = ?").param(only).update()))
			.rootCause()
			.hasMessageContaining("platform_account_last_admin_ck");
		assertThatThrownBy(() -> sql.sql("insert into platform_account_role (account_id, role) values (?, 'auditor')")
			.param(only)
			.update()).rootCause().hasMessageContaining("platform_account_role_three_uq");
	}

	@Test
	void accountOfAnotherFederationDoesNotExist() {
		assertThat(mvc.get()
			.uri("/console/accounts/{id}", id("outsider.clerk"))
			.with(authentication(admin().authentication()))).hasStatus(HttpStatus.NOT_FOUND);
	}

	@Test
	void securityOfficerLooksOnAndChangesNothing() {
		var officer = actor(id("security"), "security");
		assertThat(mvc.get().uri("/console/accounts").with(authentication(officer.authentication()))).hasStatusOk()
			.bodyText()
			.contains("member.clerk")
			.doesNotContain("/console/accounts/new");
		assertThat(post("/console/accounts/" + id("auditor") + "/password", officer, "version", "0"))
			.hasStatus(HttpStatus.FORBIDDEN);
	}

	@Test
	void strangersCannotKeepAnAdministratorOut() {
		var login = "admin-under-fire";
		for (var n = 0; n < 50; n++) {
			if (!limits.reached(login, "203.0.113.1")) {
				limits.failed(login, "203.0.113.1");
			}
		}
		assertThat(limits.reached(login, "203.0.113.1")).isTrue();
		assertThat(limits.reached(login, "203.0.113.2")).as("from another address he gets in").isFalse();
		sql.sql("update platform_login_failure set at = at - interval '15 minutes' where login = ?")
			.param(login)
			.update();
		assertThat(limits.reached(login, "203.0.113.1")).as("waiting ends although the attacker went on").isFalse();
	}

	private Callable<String> removal(String tenant, UUID by, UUID whom, CountDownLatch go) {
		return () -> {
			go.await();
			var result = new AtomicReference<String>("");
			new Actor(Actor.Kind.PERSON, by, Ids.next(), "x", "x", tenant, Scope.ALL, Set.of("platform:account:manage"))
				.run(() -> {
					try {
						commands.disable(whom, "互相停用", null, 0);
						result.set("done");
					}
					catch (Refusal refused) {
						result.set(refused.code());
					}
				});
			return result.get();
		};
	}

	private String tenant() {
		var code = "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 9);
		tenants.create(code, "测试（示例）", "330482", true);
		sql.sql("update platform_tenant set demo_complete = true, created_at = now() where code = ?")
			.param(code)
			.update();
		return code;
	}

	private UUID create(String tenant, String role) {
		var made = new AtomicReference<UUID>(Ids.next());
		new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "x", "x", tenant, Scope.ALL,
				Set.of("platform:account:manage"))
			.run(() -> made.set(commands.create("a" + UUID.randomUUID().toString().substring(0, 12),
					new Facts("甲", "", Scope.ALL, Set.of(role)))
				.id()));
		return made.get();
	}

	private UUID id(String login) {
		return sql.sql("select id from platform_account where login = ?").param(login).query(UUID.class).single();
	}

	private String version(UUID id) {
		return sql.sql("select version from platform_account where id = ?").param(id).query(String.class).single();
	}

	private Actor admin() {
		return actor(Ids.next(), "admin");
	}

	private static Actor actor(UUID account, String role) {
		var permissions = role.equals("admin")
				? Set.of("console:open", "platform:account:read", "platform:account:manage")
				: Set.of("console:open", "platform:account:read");
		return new Actor(Actor.Kind.PERSON, account, Ids.next(), role, role, DemoWorld.MAIN_TENANT, Scope.ALL,
				permissions);
	}

	private MvcTestResult post(String uri, Actor actor, String... params) {
		var request = mvc.post().uri(uri).with(authentication(actor.authentication())).with(csrf());
		for (var n = 0; n < params.length; n += 2) {
			request = request.param(params[n], params[n + 1]);
		}
		return request.exchange();
	}

	private MvcTestResult logIn(String login, String password) {
		return mvc.post().uri("/login").param("username", login).param("password", password).with(csrf()).exchange();
	}

	private MvcTestResult change(Cookie session, String current, String fresh) {
		return mvc.post()
			.uri("/account/password")
			.cookie(session)
			.param("current", current)
			.param("fresh", fresh)
			.param("again", fresh)
			.with(csrf())
			.exchange();
	}

	private static String body(MvcTestResult result) {
		return new String(result.getResponse().getContentAsByteArray(), java.nio.charset.StandardCharsets.UTF_8);
	}

	private static String between(String text, String from, String to) {
		var matcher = Pattern.compile(Pattern.quote(from) + "(.*?)" + Pattern.quote(to)).matcher(text);
		assertThat(matcher.find()).isTrue();
		return String.valueOf(matcher.group(1));
	}

}
