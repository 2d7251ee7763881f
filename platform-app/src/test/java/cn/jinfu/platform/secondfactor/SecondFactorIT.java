package cn.jinfu.platform.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import cn.jinfu.PlatformIT;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.platform.account.Accounts;
import cn.jinfu.platform.security.Roles;
import cn.jinfu.platform.security.Tenants;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The second factor of staff (R41) in a federation that is no demo, where every role but
 * those that read shows it.
 */
@PlatformIT
class SecondFactorIT {

	private static final String PASSWORD = "spade melon drizzle";

	@Autowired
	MockMvcTester mvc;

	@Autowired
	Accounts accounts;

	@Autowired
	Tenants tenants;

	@Autowired
	Roles roles;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionOperations transaction;

	private final List<String> made = new ArrayList<>();

	private static String body(MvcTestResult answer) {
		return new String(answer.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
	}

	private static Cookie session(MvcTestResult answer) {
		return Objects.requireNonNull(answer.getResponse().getCookie("JINFU"));
	}

	private String federation() {
		var code = "f" + UUID.randomUUID().toString().substring(0, 8).replace("-", "");
		tenants.create(code, "第二因素（测试）", "330482", false);
		made.add(code);
		return code;
	}

	/** A server with a federation that is no demo moves no clock, and other tests do. */
	@AfterEach
	void demosAgain() {
		made.forEach(code -> sql.sql("update platform_tenant set demo = true, demo_complete = true where code = ?")
			.param(code)
			.update());
	}

	private String account(String tenant, String... names) {
		var login = "p." + UUID.randomUUID().toString().substring(0, 8);
		accounts.create(tenant, login, PASSWORD, null, login, "", Scope.ALL, Set.of(names), false);
		return login;
	}

	private MvcTestResult logIn(String login) {
		return mvc.post().uri("/login").param("username", login).param("password", PASSWORD).with(csrf()).exchange();
	}

	private MvcTestResult send(Cookie session, String path, String code) {
		return mvc.post().uri(path).cookie(session).param("code", code).with(csrf()).exchange();
	}

	private static List<String> all(String text, String regex) {
		var found = new ArrayList<String>();
		var matcher = Pattern.compile(regex).matcher(text);
		while (matcher.find()) {
			found.add(matcher.group(1));
		}
		return found;
	}

	/** There the code of the step before would be one too old when it comes. */
	private static void notAtTheEndOfAStep() {
		while (Instant.now().getEpochSecond() % Totp.STEP_SECONDS > 24) {
			LockSupport.parkNanos(100_000_000);
		}
	}

	/** What the telephone would show, so many steps from now. */
	private static String code(String secret, long steps) {
		return Totp.SHA1.code(bytes(secret), Totp.step(Instant.now()) + steps, Totp.DIGITS);
	}

	/** Base 32 read back, as a telephone does. */
	private static byte[] bytes(String base32) {
		var bits = new StringBuilder();
		base32.chars()
			.map("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"::indexOf)
			.forEach(value -> bits.append(Integer.toBinaryString(value + 32).substring(1)));
		var bytes = new byte[bits.length() / 8];
		for (var n = 0; n < bytes.length; n++) {
			bytes[n] = (byte) Integer.parseInt(bits.substring(8 * n, 8 * n + 8), 2);
		}
		return bytes;
	}

	/** Somebody enrolled: the secret first, then the recovery codes. */
	private record Enrolled(String login, String secret, List<String> codes, Cookie session) {
	}

	private Enrolled enrolled(String tenant, String... names) {
		var login = account(tenant, names);
		var session = session(logIn(login));
		var secret = all(body(mvc.get().uri("/account/second-factor").cookie(session).exchange()),
				"<b class=\"code\">([A-Z2-7]{32})</b>")
			.getFirst();
		notAtTheEndOfAStep();
		var done = send(session, "/account/second-factor/enrolment", code(secret, -1));
		assertThat(done).hasStatusOk();
		var codes = all(body(done), "<b class=\"code\">(r[a-z2-7]{4}-[a-z2-7]{5})</b>");
		assertThat(codes).hasSize(10).doesNotHaveDuplicates();
		return new Enrolled(login, secret, codes, session);
	}

	private <T> T in(String tenant, Supplier<T> body) {
		return Objects.requireNonNull(Tenant.callAs(tenant, () -> transaction.execute(_ -> body.get())));
	}

	@Test
	@DisplayName("没绑定动态口令的岗位，登录后只能去绑定")
	void passwordAloneReachesNothing() {
		var login = account(federation(), "member.clerk");
		var first = logIn(login);
		assertThat(first).redirectedUrl().isEqualTo("/account/second-factor");
		var session = session(first);
		assertThat(mvc.get().uri("/console").cookie(session)).redirectedUrl().isEqualTo("/account/second-factor");
		assertThat(mvc.get().uri("/account/password").cookie(session)).redirectedUrl()
			.isEqualTo("/account/second-factor");
		assertThat(mvc.get().uri("/api/v1/members").cookie(session)).hasStatus(HttpStatus.UNAUTHORIZED);
		assertThat(mvc.post().uri("/account/second-factor/removal").cookie(session).param("code", "1").with(csrf()))
			.hasStatus(HttpStatus.FORBIDDEN);
		assertThat(mvc.get().uri("/account/second-factor").cookie(session)).hasStatusOk()
			.bodyText()
			.contains("先绑定手机才能继续", "<svg class=\"qr\"");
		assertThat(send(session, "/account/second-factor/enrolment", "000000"))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(mvc.get().uri("/console").cookie(session)).redirectedUrl().isEqualTo("/account/second-factor");
	}

	@Test
	@DisplayName("绑定后进入；同一个口令不能用两次；差一步的时钟可以，差两步不行")
	void codeCountsOnceAndOneStepOffAtMost() {
		var who = enrolled(federation(), "member.clerk");
		assertThat(mvc.get().uri("/console").cookie(who.session())).as("goes on at once").hasStatusOk();

		var second = session(logIn(who.login()));
		assertThat(send(second, "/account/second-factor", code(who.secret(), -1))).as("used at the enrolment")
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.bodyText()
			.contains("已经用过");
		assertThat(send(second, "/account/second-factor", code(who.secret(), 3))).as("a clock too far ahead")
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(mvc.get().uri("/console").cookie(second)).redirectedUrl().isEqualTo("/account/second-factor");
		var next = code(who.secret(), 1);
		assertThat(send(second, "/account/second-factor", next)).redirectedUrl().isEqualTo("/");
		assertThat(mvc.get().uri("/console").cookie(second)).hasStatusOk();
		assertThat(send(session(logIn(who.login())), "/account/second-factor", next)).as("replayed")
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThatThrownBy(() -> sql.sql("update platform_second_factor set last_step = last_step - 1").update())
			.as("outside a federation nothing is there at all")
			.isInstanceOf(RuntimeException.class);
	}

	@Test
	@DisplayName("连续输错五次锁十五分钟，对的口令也进不来，从别的会话也一样")
	void fiveWrongCodesShutItForAQuarterOfAnHour() {
		var tenant = federation();
		var who = enrolled(tenant, "credit.officer");
		var session = session(logIn(who.login()));
		for (var n = 0; n < 4; n++) {
			assertThat(send(session, "/account/second-factor", "12345" + n)).bodyText().contains("口令不对");
		}
		assertThat(send(session, "/account/second-factor", "abcdef")).bodyText().contains("15 分钟");
		assertThat(send(session, "/account/second-factor", code(who.secret(), 1))).bodyText().contains("15 分钟");
		assertThat(send(session(logIn(who.login())), "/account/second-factor", who.codes().getFirst())).bodyText()
			.contains("15 分钟");
		assertThat(in(tenant,
				() -> sql.sql("select count(*) from platform_audit where action = 'lock-second-factor'")
					.query(Long.class)
					.single()))
			.isOne();
		in(tenant,
				() -> sql.sql("update platform_second_factor set locked_until = now() - interval '1 second'").update());
		assertThat(send(session, "/account/second-factor", code(who.secret(), 1))).redirectedUrl().isEqualTo("/");
	}

	@Test
	@DisplayName("恢复码只能用一次，重新生成后旧的作废")
	void recoveryCodeCountsOnce() {
		var who = enrolled(federation(), "guarantee.director");
		var session = session(logIn(who.login()));
		assertThat(send(session, "/account/second-factor", who.codes().get(3).toUpperCase(java.util.Locale.ROOT)))
			.as("typed as it was written down")
			.redirectedUrl()
			.isEqualTo("/");
		assertThat(send(session(logIn(who.login())), "/account/second-factor", who.codes().get(3))).as("used up")
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(mvc.get().uri("/account/second-factor").cookie(session)).hasStatusOk().bodyText().contains(">9<");
		assertThat(send(session, "/account/second-factor/removal", who.codes().get(4))).as("his post asks for it")
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		var renewed = send(session, "/account/second-factor/recovery-codes", who.codes().get(4));
		assertThat(renewed).hasStatusOk();
		assertThat(send(session(logIn(who.login())), "/account/second-factor", who.codes().get(5))).as("void")
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(in(tenantOf(who.login()),
				() -> sql.sql("select code_hash from platform_recovery_code").query(String.class).list()))
			.as("kept as hashes")
			.hasSize(10)
			.noneMatch(hash -> who.codes().contains(hash) || hash.length() < 40);
	}

	private String tenantOf(String login) {
		return sql.sql("select tenant_id from platform_account where login = ?")
			.param(login)
			.query(String.class)
			.single();
	}

	private UUID idOf(String login) {
		return sql.sql("select id from platform_account where login = ?").param(login).query(UUID.class).single();
	}

	private Actor actor(String tenant, String role) {
		return new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), role + ".x", role, tenant, Scope.ALL,
				roles.permissions(Set.of(role)));
	}

	private MvcTestResult json(Actor actor, String path, String content) {
		return mvc.post()
			.uri(path)
			.with(authentication(actor.authentication()))
			.with(csrf())
			.contentType(MediaType.APPLICATION_JSON)
			.content(content)
			.exchange();
	}

	private static String id(MvcTestResult answer) {
		return all(body(answer), "\"id\":\"([0-9a-f-]{36})\"").getFirst();
	}

	@Test
	@DisplayName("手机丢了：一人提出重置，另一人确认，原来的会话和恢复码都作废")
	void resetTakesTwoPeople() {
		var tenant = federation();
		var who = enrolled(tenant, "brand.officer");
		var officer = actor(tenant, "security");
		var account = idOf(who.login());
		var path = "/api/v1/accounts/" + account + "/second-factor-reset";
		assertThat(json(actor(tenant, "auditor"), path, "{\"reason\":\"手机丢了\"}")).hasStatus(HttpStatus.FORBIDDEN);
		assertThat(json(actor(DemoWorld.MAIN_TENANT, "security"), path, "{\"reason\":\"手机丢了\"}"))
			.as("of another federation")
			.hasStatus(HttpStatus.NOT_FOUND);
		assertThat(json(officer, path, "{\"reason\":\" \"}")).hasStatus(HttpStatus.BAD_REQUEST);
		var proposed = json(officer, path, "{\"reason\":\"手机丢了\"}");
		assertThat(proposed).hasStatus(HttpStatus.CREATED);
		assertThat(json(officer, path, "{\"reason\":\"再来一次\"}")).hasStatus(HttpStatus.CONFLICT);
		var confirm = "/api/v1/second-factor-changes/" + id(proposed) + "/confirmation";
		assertThat(json(officer, confirm, "")).as("nobody confirms his own").hasStatus(HttpStatus.FORBIDDEN);
		assertThat(mvc.get().uri("/console").cookie(who.session())).as("nothing happened yet").hasStatusOk();
		assertThatThrownBy(() -> in(tenant, () -> sql.sql("""
				update platform_second_factor_change set state = 'CONFIRMED', closed_by = proposed_by,
				       closed_name = 'x', closed_at = now()""").update())).rootCause()
			.hasMessageContaining("platform_second_factor_change_two_people_ck");
		assertThat(
				mvc.get().uri("/console/second-factors").with(authentication(actor(tenant, "admin").authentication())))
			.hasStatusOk()
			.bodyText()
			.contains("手机丢了", who.login());
		assertThat(json(actor(tenant, "admin"), confirm, "")).hasStatus(HttpStatus.NO_CONTENT);
		assertThat(json(actor(tenant, "admin"), confirm, "")).hasStatus(HttpStatus.CONFLICT);
		assertThat(mvc.get().uri("/console").cookie(who.session())).redirectedUrl().endsWith("/login");
		var again = session(logIn(who.login()));
		assertThat(body(mvc.get().uri("/account/second-factor").cookie(again).exchange())).contains("先绑定手机才能继续")
			.doesNotContain(who.secret());
		assertThatThrownBy(() -> in(tenant,
				() -> sql.sql("update platform_second_factor_change set reason = 'x' where state = 'CONFIRMED'")
					.update()))
			.rootCause()
			.hasMessageContaining("platform_second_factor_change_final_ck");
	}

	@Test
	@DisplayName("只查不改的角色可以放宽，会改数据的不行；演示环境默认不要求，可以打开")
	void onlyReadersMayGoWithout() {
		var tenant = federation();
		var viewer = account(tenant, "data.viewer");
		assertThat(logIn(viewer)).redirectedUrl().isEqualTo("/account/second-factor");
		var officer = actor(tenant, "security");
		assertThat(json(officer, "/api/v1/second-factor-changes",
				"{\"role\":\"member.clerk\",\"required\":false,\"reason\":\"嫌麻烦\"}"))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.bodyText()
			.contains("platform.second-factor.minimum");
		assertThat(json(officer, "/api/v1/second-factor-changes",
				"{\"role\":\"farm\",\"required\":true,\"reason\":\"试试\"}"))
			.hasStatus(HttpStatus.NOT_FOUND);
		var relaxing = json(officer, "/api/v1/second-factor-changes",
				"{\"role\":\"data.viewer\",\"required\":false,\"reason\":\"只看数据\"}");
		assertThat(logIn(viewer)).as("not confirmed yet").redirectedUrl().isEqualTo("/account/second-factor");
		assertThat(json(actor(tenant, "admin"), "/api/v1/second-factor-changes/" + id(relaxing) + "/confirmation", ""))
			.hasStatus(HttpStatus.NO_CONTENT);
		assertThat(logIn(viewer)).redirectedUrl().isEqualTo("/console");
		assertThatThrownBy(() -> in(tenant,
				() -> sql.sql("""
						insert into platform_second_factor_change
						  (id, tenant_id, kind, role, required, reason, state, proposed_by, proposed_name, proposed_at)
						values (:id, :tenant, 'RULE', 'admin', false, 'x', 'PROPOSED', :id, 'x', now())""")
					.param("id", Ids.next())
					.param("tenant", tenant)
					.update()))
			.rootCause()
			.hasMessageContaining("platform_second_factor_change_minimum_ck");
		assertThat(in(DemoWorld.MAIN_TENANT,
				() -> sql.sql("select jf_second_factor_required(?, 'admin')")
					.param(DemoWorld.MAIN_TENANT)
					.query(Boolean.class)
					.single()))
			.isFalse();
	}

	/** What this list says must stay true when roles grow. */
	@Test
	void rolesThatMayGoWithoutOnlyRead() {
		assertThat(
				SecondFactorRules.READING.stream().map(it -> roles.permissions(Set.of(it))).flatMap(Collection::stream))
			.isNotEmpty()
			.allMatch(it -> it.matches(".*:(view|read|open)"));
	}

	@Test
	@DisplayName("登录满十二小时，再忙也要重新登录")
	void sessionEndsTwelveHoursAfterTheLogIn() {
		var who = enrolled(federation(), "lab.analyst");
		assertThat(mvc.get().uri("/console").cookie(who.session())).hasStatusOk();
		age(who.login(), "11 hours 59 minutes");
		assertThat(mvc.get().uri("/console").cookie(who.session())).hasStatusOk();
		age(who.login(), "2 minutes");
		assertThat(mvc.get().uri("/console").cookie(who.session())).redirectedUrl().isEqualTo("/login?ended");
		assertThat(mvc.get().uri("/console").cookie(who.session())).redirectedUrl().endsWith("/login");
		assertThat(mvc.get().uri("/login?ended")).bodyText().contains("12 小时");
	}

	private void age(String login, String by) {
		assertThat(sql.sql("""
				update spring_session set creation_time = creation_time - 1000 * extract(epoch from cast(? as interval))
				 where principal_name = ?""").params(by, login).update()).isOne();
	}

}
