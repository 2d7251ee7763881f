package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.imageio.ImageIO;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.kernel.web.ToDos;
import cn.jinfu.platform.account.Accounts;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What a member could do on the phone a clerk does for it at the counter (R15). */
class CounterIT extends OverHttp {

	private static final AtomicInteger NUMBER = new AtomicInteger();

	@Autowired
	Accounts accounts;

	@Autowired
	ToDos toDos;

	private String card = "";

	private String head = "";

	private UUID member = new UUID(0, 0);

	/** Somebody with a card of 1902, so nobody's who lives. */
	@BeforeEach
	void aMemberWithItsHead() {
		var n = NUMBER.incrementAndGet();
		card = idNumber("19020304", n);
		head = "柜前" + (char) ('\u4e00' + n);
		var made = post(clerk(), "/api/v1/members",
				"""
						{"facts":{"name":"窗口农场%d","kind":"FAMILY_FARM","division":"330482103216","areaMu":9,"mainProducts":"西瓜"},
						 "head":{"name":"%s","idNumber":"%s","mobile":"137%08d"},"admittedOn":"2026-01-05"}"""
					.formatted(n, head, card, 55_000_000 + n));
		assertThat(made).hasStatus(HttpStatus.CREATED);
		member = UUID.fromString(json.readTree(text(made)).path("id").asString());
	}

	@Test
	@DisplayName("窗口代办：核对身份证后进入会员手机端，两个人的名字都记下，办结回到工作台")
	void clerkServesTheMemberUnderBothNames() {
		var desk = logIn("member.clerk");
		var portal = begin(desk, card, "登记地块");
		assertThat(portal).redirectedUrl().isEqualTo("/portal");
		var session = session(portal, desk);
		assertThat(text(mvc.get().uri("/portal").cookie(session).exchange())).contains("您在窗口替 " + head, "办结");
		assertThat(mvc.get().uri("/console").cookie(session)).as("not both at once").hasStatus(HttpStatus.FORBIDDEN);
		assertThat(mvc.get().uri("/portal/loans/consents").cookie(session)).as("they look at what was allowed together")
			.hasStatusOk();
		assertThat(mvc.post().uri("/api/v1/consents").cookie(session).with(csrf())).as("nobody consents for another")
			.hasStatus(HttpStatus.FORBIDDEN);

		var plot = plot(session, "柜台一号田");
		assertThat(plot).hasStatus(HttpStatus.CREATED);
		var plotId = json.readTree(text(plot)).path("id").asString();
		assertThat(one("select string_agg(distinct by_name, '|') from platform_status_change where object_id::text = ?",
				plotId))
			.isEqualTo(clerk().displayName() + " 代 " + head);
		assertThat(one(
				"select string_agg(distinct by_person::text, '') from platform_status_change where object_id::text = ?",
				plotId))
			.as("four eyes compare the clerk himself")
			.isEqualTo(clerk().personId().toString());

		var visit = read(phone(), "/api/v1/counter-visits").path("items").get(0);
		assertThat(visit.path("acts").asInt()).isPositive();
		var page = text(
				send(phone(), HttpMethod.GET, "/portal/my-data/visits/" + visit.path("id").asString(), "", null));
		assertThat(page).contains("登记地块", "地块", "这不是我的意思");
		assertThat(messagesTo("member.message.visit")).isPositive();

		var back = mvc.post().uri("/portal/counter/end").cookie(session).with(csrf()).exchange();
		assertThat(back).redirectedUrl().isEqualTo("/console/members/" + member);
		assertThat(mvc.get().uri("/console").cookie(session(back, session))).hasStatusOk();
		assertThat(read(phone(), "/api/v1/counter-visits").path("items").get(0).path("status").asString())
			.isEqualTo("ENDED");
	}

	@Test
	@DisplayName("窗口签同意书：没有签字的纸不收；收了两个名字都记下，会员收到短信，在手机上看得到、撤得回")
	void consentAtTheCounterIsASignedPaper() {
		var desk = logIn("member.clerk");
		var session = session(begin(desk, card, "申请评级"), desk);
		assertThat(text(mvc.get().uri("/portal/credit").cookie(session).exchange())).contains("签字的同意书",
				"name=\"paper\"");
		var ticked = mvc.post().uri("/portal/credit").cookie(session).with(csrf()).param("agreed", "true").exchange();
		assertThat(ticked).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(ticked)).contains("要附会员签字的纸质同意书");
		var empty = mvc.post().uri("/portal/credit/paper").multipart().cookie(session).with(csrf()).exchange();
		assertThat(empty).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(empty)).contains("要附会员签字的纸质同意书");
		assertThat(mvc.post()
			.uri("/portal/credit/paper")
			.multipart()
			.file(new MockMultipartFile("paper", "paper.png", "image/png", picture()))
			.cookie(session)
			.with(csrf())
			.exchange()).hasStatus(HttpStatus.FOUND);
		assertThat(one("""
				select signature_kind || ' ' || given_name || ' ' || taken_name from credit_consent
				 where member_id::text = ?""", member.toString()))
			.isEqualTo("COUNTER_PAPER " + head + " " + clerk().displayName() + " 代 " + head);
		assertThat(one("""
				select c.by_name from platform_status_change c join credit_consent k on k.id = c.object_id
				 where k.member_id::text = ?""", member.toString())).isEqualTo(clerk().displayName() + " 代 " + head);
		assertThat(messagesTo("credit.message.consent-paper")).isPositive();
		var page = text(send(phone(), HttpMethod.GET, "/portal/loans/consents", "", null));
		assertThat(page).contains(head + " 在窗口签字", "不是我的意思", "/files/").doesNotContain("??");
		var id = one("select id::text from credit_consent where member_id::text = ?", member.toString());
		assertThat(post(phone(), "/api/v1/consents/" + id + "/revocation", "")).hasStatus(HttpStatus.NO_CONTENT);
		var console = text(send(staff("credit.officer"), HttpMethod.GET, "/console/consents", "", null));
		assertThat(console).contains("窗口纸质").doesNotContain("??");
		mvc.post().uri("/portal/counter/end").cookie(session).with(csrf()).exchange();
	}

	@Test
	void cardPaperAndReachAreChecked() {
		var desk = logIn("member.clerk");
		assertThat(text(begin(desk, idNumber("19030405", 1), "登记地块"))).as("a stranger's card").contains("不是“窗口农场");
		assertThat(text(mvc.post()
			.uri("/console/members/" + member + "/counter")
			.cookie(desk)
			.with(csrf())
			.param("idNumber", card)
			.param("purpose", "登记地块")
			.exchange())).as("no paper").contains("请拍下本人签字的申请单");
		assertThat(begin(desk, card, "")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		var elsewhere = somebody("township.clerk", Scope.township("330482101"));
		assertThat(send(elsewhere, HttpMethod.GET, "/console/members/" + member + "/counter", "", null))
			.hasStatus(HttpStatus.NOT_FOUND);
		assertThat(mvc.post().uri("/portal/counter/end").with(authentication(phone().authentication())).with(csrf()))
			.hasStatus(HttpStatus.CONFLICT);
	}

	@Test
	@DisplayName("会员提出异议后窗口不能再办；经办人自己不能答复，别人答复")
	void objectionStopsTheVisitAndAnotherAnswers() {
		var desk = logIn("member.clerk");
		var session = session(begin(desk, card, "代记打药"), desk);
		assertThat(plot(session, "异议田")).hasStatus(HttpStatus.CREATED);
		var path = "/api/v1/counter-visits/"
				+ read(phone(), "/api/v1/counter-visits").path("items").get(0).path("id").asString();
		var version = read(phone(), path).path("visit").path("version").asString();
		refused(withSession(session, path + "/objection", "{\"reason\":\"替他说\"}", version), HttpStatus.FORBIDDEN,
				"member.visit.himself");
		assertThat(post(phone(), path + "/objection", "{\"reason\":\"我没有来过\"}", version)).hasStatusOk();
		refused(plot(session, "再来一块"), HttpStatus.CONFLICT, "member.visit.over");
		assertThat(one("select count(*)::text from production_plot where member_id::text = ?", member.toString()))
			.as("the refused act left nothing")
			.isEqualTo("1");

		var visitId = path.substring(path.lastIndexOf('/') + 1);
		var settler = staff("member.reviewer");
		assertThat(toDos(settler)).contains("visit:" + visitId + ":settle");
		var both = new Actor(Actor.Kind.PERSON, clerk().accountId(), clerk().personId(), "both", "both",
				DemoWorld.MAIN_TENANT, Scope.ALL, settler.permissions());
		assertThat(toDos(both)).doesNotContain("visit:" + visitId + ":settle");
		var now = read(phone(), path).path("visit").path("version").asString();
		refused(post(both, path + "/settlement", "{\"reason\":\"没有问题\"}", now), HttpStatus.UNPROCESSABLE_CONTENT,
				"member.visit.same-person");
		refused(post(settler, path + "/settlement", "{\"reason\":\"已核实\"}", version), HttpStatus.PRECONDITION_FAILED,
				"kernel.stale");
		assertThat(post(settler, path + "/settlement", "{\"reason\":\"已核实，地块作废\"}", now)).hasStatusOk();
		assertThat(messagesTo("member.message.visit-settled")).isPositive();
		refused(post(phone(), path + "/objection", "{\"reason\":\"还是不对\"}",
				read(phone(), path).path("visit").path("version").asString()), HttpStatus.CONFLICT,
				"member.visit.wrong-state");
	}

	@Test
	void actThatRacesTheObjectionIsListedOrNotDone() throws Exception {
		var desk = logIn("member.clerk");
		var session = session(begin(desk, card, "赛跑"), desk);
		var visit = read(phone(), "/api/v1/counter-visits").path("items").get(0);
		var path = "/api/v1/counter-visits/" + visit.path("id").asString();
		var version = visit.path("version").asString();
		var acts = 6;
		var start = new CyclicBarrier(acts + 1);
		var done = new ArrayList<Future<Integer>>();
		try (var pool = Executors.newFixedThreadPool(acts + 1)) {
			for (int n = 0; n < acts; n++) {
				var name = "赛田" + n;
				done.add(pool.submit(after(start, () -> plot(session, name).getResponse().getStatus())));
			}
			var objection = pool.submit(
					after(start, () -> post(phone(), path + "/objection", "{\"reason\":\"停下\"}", version).getResponse()
						.getStatus()));
			assertThat(objection.get(60, TimeUnit.SECONDS)).isEqualTo(200);
			var answers = new ArrayList<Integer>();
			for (var it : done) {
				answers.add(it.get(60, TimeUnit.SECONDS));
			}
			assertThat(answers).allMatch(status -> List.of(201, 409).contains(status));
			var made = answers.stream().filter(status -> status == 201).count();
			assertThat(one("select count(*)::text from production_plot where member_id::text = ?", member.toString()))
				.isEqualTo(String.valueOf(made));
			assertThat(one("""
					select count(distinct object_id)::text from member_visit_act
					 where object_type = 'Plot' and visit_id::text = ?""", visit.path("id").asString()))
				.isEqualTo(String.valueOf(made));
		}
	}

	private static <T> Callable<T> after(CyclicBarrier start, Callable<T> body) {
		return () -> {
			start.await(30, TimeUnit.SECONDS);
			return body.call();
		};
	}

	private List<String> toDos(Actor actor) {
		var keys = new ArrayList<String>();
		actor.run(() -> toDos.possible(actor).forEach(it -> keys.add(it.key())));
		return keys;
	}

	private long messagesTo(String key) {
		return Long.parseLong(one("select count(*)::text from platform_message where template = ?", key));
	}

	/** The member itself, on its own phone. */
	private Actor phone() {
		var person = UUID.fromString(
				one("select person_id::text from member_post where member_id::text = ? limit 1", member.toString()));
		return new Actor(Actor.Kind.PERSON, person, person, "phone:" + person, head, DemoWorld.MAIN_TENANT,
				Scope.member(member), roles.permissions(List.of("farm")));
	}

	private Actor clerk() {
		return Tenant.callAs(DemoWorld.MAIN_TENANT,
				() -> accounts.staff(DemoWorld.MAIN_TENANT)
					.stream()
					.filter(it -> it.login().equals("member.clerk"))
					.findFirst()
					.orElseThrow());
	}

	private Cookie logIn(String login) {
		var answer = mvc.post()
			.uri("/login")
			.param("username", login)
			.param("password", "Jinfu-demo-2026")
			.with(csrf())
			.exchange();
		return Objects.requireNonNull(answer.getResponse().getCookie("JINFU"));
	}

	/** Its number changes with the place one takes. */
	private static Cookie session(MvcTestResult answer, Cookie before) {
		var now = answer.getResponse().getCookie("JINFU");
		return (now != null) ? now : before;
	}

	private MvcTestResult begin(Cookie desk, String idNumber, String purpose) {
		return mvc.post()
			.uri("/console/members/" + member + "/counter")
			.multipart()
			.file(new MockMultipartFile("paper", "paper.png", "image/png", picture()))
			.cookie(desk)
			.with(csrf())
			.param("idNumber", idNumber)
			.param("purpose", purpose)
			.exchange();
	}

	private MvcTestResult plot(Cookie session, String name) {
		return withSession(session, "/api/v1/plots", """
				{"name":"%s","kind":"OPEN_FIELD","division":"330482103216","declaredMu":2.5}""".formatted(name), "0");
	}

	private MvcTestResult withSession(Cookie session, String path, String body, String version) {
		return mvc.post()
			.uri(path)
			.cookie(session)
			.with(csrf())
			.contentType(MediaType.APPLICATION_JSON)
			.header("If-Match", "\"" + version + "\"")
			.content(body)
			.exchange();
	}

	private static byte[] picture() {
		try (var out = new ByteArrayOutputStream()) {
			ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", out);
			return out.toByteArray();
		}
		catch (IOException failure) {
			throw new IllegalStateException(failure);
		}
	}

	private static String idNumber(String birthday, int serial) {
		for (char check : "0123456789X".toCharArray()) {
			try {
				return new ResidentId(String.format(Locale.ROOT, "330482%s%03d%s", birthday, serial % 1000, check))
					.value();
			}
			catch (Refusal.RuleBroken other) {
				continue;
			}
		}
		throw new IllegalStateException();
	}

}
