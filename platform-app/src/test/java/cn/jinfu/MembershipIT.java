package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.kernel.Scope;
import cn.jinfu.platform.security.Roles;
import jakarta.servlet.http.Cookie;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Membership at its doors: log-in by phone, pages and REST, as the demo's people. */
@PlatformIT
class MembershipIT {

	private static final AtomicInteger NUMBER = new AtomicInteger((int) (System.nanoTime() % 900_000));

	@Autowired
	MockMvcTester mvc;

	@Autowired
	JdbcClient sql;

	@Autowired
	SessionRepository<? extends Session> sessions;

	@Autowired
	Roles roles;

	private Actor staff(String login) {
		return sql.sql("""
				select a.id, a.person_id, a.tenant_id, a.scope_kind, a.scope_ref, a.title, r.role
				  from platform_account a join platform_account_role r on r.account_id = a.id where a.login = ?""")
			.param(login)
			.query((row, n) -> new Actor(Actor.Kind.PERSON, row.getObject(1, UUID.class), row.getObject(2, UUID.class),
					login, row.getString(6), row.getString(3),
					new Scope(Scope.Kind.valueOf(row.getString(4)), row.getString(5)),
					roles.permissions(Set.of(row.getString(7)))))
			.single();
	}

	private static String body(MvcTestResult answer) {
		return new String(answer.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
	}

	private static String in(String page, String regex) {
		var found = Pattern.compile(regex).matcher(page);
		assertThat(found.find()).as(regex + " in\n" + page).isTrue();
		return found.group(1);
	}

	private static String freshMobile() {
		return String.format(Locale.ROOT, "136%08d", NUMBER.incrementAndGet());
	}

	private Map<String, String> codeFor(String mobile) {
		var page = body(mvc.post().uri("/login/code").param("mobile", mobile).with(csrf()).exchange());
		var fields = new HashMap<String, String>();
		fields.put("challenge", in(page, "name=\"challenge\" value=\"([^\"]+)\""));
		fields.put("mobile", mobile);
		fields.put("code", in(page, "<b>([0-9]{6})</b>"));
		return fields;
	}

	private MvcTestResult logIn(Map<String, String> fields, String... more) {
		var request = mvc.post().uri("/login/phone").with(csrf());
		fields.forEach((name, value) -> request.param(name, value));
		for (int i = 0; i < more.length; i += 2) {
			request.param(more[i], more[i + 1]);
		}
		return request.exchange();
	}

	private static Cookie session(MvcTestResult answer) {
		return Objects.requireNonNull(answer.getResponse().getCookie("JINFU"));
	}

	/** With a birthday of 1901, so nobody's who lives. */
	private static String idNumber(int serial) {
		for (char check : "0123456789X".toCharArray()) {
			try {
				return new ResidentId(String.format(Locale.ROOT, "33048219010305%03d%s", serial % 1000, check)).value();
			}
			catch (Refusal.RuleBroken other) {
				continue;
			}
		}
		throw new IllegalStateException();
	}

	private MvcTestResult apply(Cookie session, String name, @Nullable String consent) {
		var request = mvc.post()
			.uri("/portal/join")
			.cookie(session)
			.with(csrf())
			.param("kind", "FAMILY_FARM")
			.param("name", name)
			.param("township", "330482103")
			.param("village", "330482103216")
			.param("areaMu", "12.5")
			.param("mainProducts", "西瓜")
			.param("idNumber", idNumber(NUMBER.incrementAndGet()))
			.param("requestKey", "join-" + name);
		return ((consent == null) ? request : request.param("consent", "true")).exchange();
	}

	@Test
	@DisplayName("手机登录很久以后，授权和交申请前再问一次验证码")
	void consentWantsOneMoreCodeOnAPhoneThatStaysLoggedIn() {
		var code = codeFor(freshMobile());
		var phone = session(logIn(code, "name", "钱再问"));
		assertThat(mvc.post().uri("/portal/my-data/consent").cookie(phone).with(csrf())).as("the log-in's code counts")
			.redirectedUrl()
			.isEqualTo("/portal/my-data");
		elevenMinutesPass(phone);
		assertThat(mvc.post().uri("/portal/my-data/consent").cookie(phone).with(csrf())).redirectedUrl()
			.isEqualTo("/portal/again?to=%2Fportal%2Fmy-data");
		assertThat(mvc.get().uri("/portal/my-data").cookie(phone)).as("reading asks for nothing").hasStatusOk();
		assertThat(mvc.post().uri("/api/v1/consents").cookie(phone).with(csrf())).hasStatus(HttpStatus.FORBIDDEN)
			.bodyText()
			.contains("platform.login.ask-again");
		var page = body(mvc.post()
			.uri("/portal/again/code")
			.cookie(phone)
			.with(csrf())
			.param("to", "/portal/my-data")
			.exchange());
		var challenge = in(page, "name=\"challenge\" value=\"([^\"]+)\"");
		var fresh = in(page, "<b>([0-9]{6})</b>");
		assertThat(again(phone, challenge, fresh.equals("000000") ? "000001" : "000000", "/portal/my-data"))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(again(phone, challenge, fresh, "https://elsewhere.example")).redirectedUrl().isEqualTo("/portal");
		assertThat(again(phone, challenge, fresh, "/portal/my-data")).as("used up")
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(mvc.post().uri("/portal/my-data/consent").cookie(phone).with(csrf())).redirectedUrl()
			.isEqualTo("/portal/my-data");
	}

	private MvcTestResult again(Cookie phone, String challenge, String code, String to) {
		return mvc.post()
			.uri("/portal/again")
			.cookie(phone)
			.with(csrf())
			.param("challenge", challenge)
			.param("code", code)
			.param("to", to)
			.exchange();
	}

	private void elevenMinutesPass(Cookie phone) {
		var id = new String(java.util.Base64.getDecoder().decode(phone.getValue()), StandardCharsets.UTF_8);
		age(sessions, id);
	}

	private static <S extends Session> void age(SessionRepository<S> sessions, String id) {
		var session = Objects.requireNonNull(sessions.findById(id));
		session.setAttribute("cn.jinfu.platform.account.AskingAgain.at", System.currentTimeMillis() - 660_000);
		sessions.save(session);
	}

	@Test
	@DisplayName("新号码登录后填姓名、提交申请，乡镇初审、县里审核，同一手机就是会员")
	void newcomerBecomesAMember() {
		var code = codeFor(freshMobile());
		assertThat(body(logIn(code))).contains("name=\"name\"");
		var entered = logIn(code, "name", "郑小满");
		assertThat(entered).redirectedUrl().isEqualTo("/portal/join");
		var phone = session(entered);
		var name = "小满农场" + NUMBER.incrementAndGet();
		var refused = apply(phone, name, null);
		assertThat(refused).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(body(refused)).contains("err-sum", name);

		var page = String.valueOf(apply(phone, name, "true").getResponse().getRedirectedUrl());
		assertThat(page).startsWith("/portal/join/");
		assertThat(apply(phone, name, "true").getResponse().getRedirectedUrl()).as("sent twice").isEqualTo(page);
		var id = page.substring(page.lastIndexOf('/') + 1);
		var console = "/console/applications/" + id;
		var township = staff("township.clerk");
		assertThat(body(mvc.get().uri("/console").with(authentication(township.authentication())).exchange()))
			.contains(name);
		assertThat(post(console + "/opinion", township, "opinion", "实地看过", "version", version(console, township)))
			.redirectedUrl()
			.isEqualTo(console);
		var reviewer = staff("member.reviewer");
		assertThat(post(console + "/admission", reviewer, "version", version(console, reviewer))).redirectedUrl()
			.isEqualTo(console);

		var status = body(mvc.get().uri(page).cookie(phone).exchange());
		var memberId = in(status, "name=\"memberId\" value=\"([^\"]+)\"");
		var asFarm = mvc.post().uri("/login/farm").cookie(phone).with(csrf()).param("memberId", memberId).exchange();
		assertThat(asFarm).redirectedUrl().isEqualTo("/portal");
		assertThat(body(mvc.get().uri("/portal").cookie(session(asFarm)).exchange())).contains(name);
	}

	private MvcTestResult post(String path, Actor actor, String... fields) {
		var request = mvc.post().uri(path).with(csrf()).with(authentication(actor.authentication()));
		for (int i = 0; i < fields.length; i += 2) {
			request.param(fields[i], fields[i + 1]);
		}
		return request.exchange();
	}

	private String version(String path, Actor actor) {
		return in(body(mvc.get().uri(path).with(authentication(actor.authentication())).exchange()),
				"name=\"version\" value=\"([0-9]+)\"");
	}

	@Test
	@DisplayName("新绑定的号码要核对身份证后六位，输错进不去")
	void numberBoundLatelyAsksForTheLastSix() {
		var code = codeFor("13900020002");
		assertThat(body(logIn(code))).contains("name=\"lastSix\"");
		var wrong = logIn(code, "lastSix", "000000");
		assertThat(body(wrong)).contains("role=\"alert\"", "name=\"lastSix\"");
		assertThat(wrong.getResponse().getCookie("JINFU")).isNull();
	}

	@Test
	void codeOfOneNumberOpensNoOther() {
		var code = codeFor(freshMobile());
		code.put("mobile", "13900000001");
		assertThat(logIn(code)).redirectedUrl().isEqualTo("/login?by=phone&error=code");
	}

	@Test
	@DisplayName("看完整号码要写用途，本人在“我的信息”里看到是谁看的")
	void readingIsShownToThePerson() {
		var clerk = staff("member.clerk");
		var farm = staff("farm.demo");
		var file = "/console/members/" + farm.scope().ref();
		var person = farm.personId();
		assertThat(post(file + "/people/" + person + "/reading", clerk, "reason", " "))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		var shown = post(file + "/people/" + person + "/reading", clerk, "reason", "核对贷款材料");
		assertThat(body(shown)).contains("13900000001");
		assertThat(shown.getResponse().getHeader("Cache-Control")).contains("no-store");
		assertThat(body(mvc.get().uri("/portal/my-data").with(authentication(farm.authentication())).exchange()))
			.contains("会员经办", "核对贷款材料")
			.doesNotContain("13900000001");
	}

	@Test
	@DisplayName("两人同时改资料，后一个看到 409 和自己填的内容")
	void staleFormComesBackWithWhatWasTyped() {
		var clerk = staff("member.clerk");
		var id = vegetableCompany();
		var edit = "/console/members/" + id + "/edit";
		var seen = version(edit, clerk);
		String[] fields = { "name", "东港蔬菜有限公司（示例）", "kind", "AGRIBUSINESS", "uscc", uscc(id), "township", "330482108",
				"mainProducts", "叶菜、茭白", "areaMu", "238.7", "version", seen };
		assertThat(post(edit, clerk, fields)).redirectedUrl().isEqualTo("/console/members/" + id);
		fields[9] = "我填的菜";
		var stale = post(edit, clerk, fields);
		assertThat(stale).hasStatus(HttpStatus.CONFLICT);
		assertThat(body(stale)).contains("err-sum", "我填的菜");
	}

	private String vegetableCompany() {
		return in(body(mvc.get()
			.uri("/console/members?q={q}", "东港蔬菜")
			.with(authentication(staff("member.clerk").authentication()))
			.exchange()), "/console/members/([0-9a-f-]{36})\"");
	}

	private String uscc(String id) {
		return in(body(mvc.get()
			.uri("/api/v1/members/" + id)
			.with(authentication(staff("member.clerk").authentication()))
			.exchange()), "\"uscc\":\"([^\"]+)\"");
	}

	@Test
	void restAnswersWithATagAndWantsItBack() {
		var clerk = staff("member.clerk");
		var id = vegetableCompany();
		var shown = mvc.get().uri("/api/v1/members/" + id).with(authentication(clerk.authentication())).exchange();
		assertThat(shown).hasStatusOk();
		assertThat(shown.getResponse().getHeader("ETag")).matches("\"[0-9]+\"");
		var facts = """
				{"name":"东港蔬菜有限公司（示例）","kind":"AGRIBUSINESS","uscc":"%s","division":"330482108"}""".formatted(uscc(id));
		assertThat(mvc.put()
			.uri("/api/v1/members/" + id)
			.with(csrf())
			.with(authentication(clerk.authentication()))
			.header("If-Match", "\"999999\"")
			.contentType(MediaType.APPLICATION_JSON)
			.content(facts)).hasStatus(HttpStatus.PRECONDITION_FAILED)
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("kernel.stale");
		assertThat(mvc.put()
			.uri("/api/v1/members/" + id)
			.with(csrf())
			.with(authentication(clerk.authentication()))
			.header("If-Match", "\"0\"")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{}")).hasStatus(HttpStatus.BAD_REQUEST).bodyJson().extractingPath("$.errors").isNotEmpty();
	}

	@Test
	void machineReadsTheRegisterWithItsScopeOnly() {
		var id = UUID.randomUUID();
		var machine = new Actor(Actor.Kind.MACHINE, id, id, "m", "m", "330482", Scope.NONE, Set.of("members.read"));
		assertThat(mvc.get().uri("/api/v1/members?limit=2").with(authentication(machine.authentication())))
			.hasStatusOk()
			.bodyJson()
			.extractingPath("$.items.length()")
			.isEqualTo(2);
		var other = new Actor(Actor.Kind.MACHINE, id, id, "m", "m", "330482", Scope.NONE, Set.of("cases.read"));
		assertThat(mvc.get().uri("/api/v1/members").with(authentication(other.authentication())))
			.hasStatus(HttpStatus.FORBIDDEN);
	}

	@Test
	void anotherTownshipAndAnotherFederationGetNotFound() {
		var id = vegetableCompany();
		for (var login : new String[] { "township.clerk", "outsider.clerk" }) {
			var actor = staff(login);
			assertThat(mvc.get().uri("/console/members/" + id).with(authentication(actor.authentication())))
				.hasStatus(HttpStatus.NOT_FOUND);
			assertThat(mvc.get().uri("/api/v1/members/" + id).with(authentication(actor.authentication())))
				.hasStatus(HttpStatus.NOT_FOUND);
		}
	}

}
