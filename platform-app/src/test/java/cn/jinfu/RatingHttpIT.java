package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import javax.imageio.ImageIO;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The life of a rating and of the card, on the pages and over REST. */
class RatingHttpIT extends OverHttp {

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private Actor farm = Actor.system(DemoWorld.MAIN_TENANT);

	private String rating = "";

	@BeforeEach
	void aRatedFarm() {
		var made = post(staff("member.clerk"), "/api/v1/members",
				"""
						{"facts":{"name":"异议农场%d","kind":"FAMILY_FARM","division":"330482103216","areaMu":9,"mainProducts":"西瓜"},
						 "head":{"name":"老张"},"admittedOn":"2026-01-05"}"""
					.formatted(NUMBER.incrementAndGet()));
		assertThat(made).as(text(made)).hasStatus(HttpStatus.CREATED);
		var member = UUID.fromString(json.readTree(text(made)).path("id").asString());
		var person = Ids.next();
		farm = new Actor(Actor.Kind.PERSON, person, person, "rated", "老张", DemoWorld.MAIN_TENANT, Scope.member(member),
				roles.permissions(List.of("farm")));
		post(farm, "/api/v1/consents", "");
		var rated = post(farm, "/api/v1/ratings", "{}");
		assertThat(rated).as(text(rated)).hasStatus(HttpStatus.CREATED);
		rating = json.readTree(text(rated)).path("id").asString();
	}

	@Test
	@DisplayName("会员在手机上提异议并附照片，信用专员答复，会员看得到")
	void farmObjectsOnThePhoneAndReadsTheAnswer() {
		assertThat(page(farm, "/portal/credit")).contains("我有异议").doesNotContain("??");
		assertThat(page(farm, "/portal/credit/objections/new")).contains("规模", "二十天内").doesNotContain("??");
		var empty = file("C101", "");
		assertThat(empty).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		var filed = file("C101", "漏了三号棚八亩");
		assertThat(filed).hasStatus(HttpStatus.FOUND);
		var path = String.valueOf(filed.getResponse().getRedirectedUrl());
		assertThat(page(farm, path)).contains("待答复", "漏了三号棚八亩", "前答复您", "/files/").doesNotContain("??");
		assertThat(page(farm, "/portal/credit")).contains("异议正在处理").doesNotContain("按最新记录再评一次");
		assertThat(text(file(null, "再提一件"))).contains("一次只能提一件");

		var id = path.substring(path.lastIndexOf('/') + 1);
		var officer = staff("credit.officer");
		assertThat(page(officer, "/console/rating-objections")).contains("异议农场", "规模").doesNotContain("??");
		var desk = "/console/rating-objections/" + id;
		assertThat(page(officer, desk)).contains("漏了三号棚八亩", "异议成立", "异议不成立").doesNotContain("??");
		assertThat(page(staff("auditor"), desk)).doesNotContain("</form>异议不成立", "/refusal\"");
		refused(post(officer, "/api/v1/rating-objections/" + id + "/refusal", "{\"reason\":\"已核对\"}"),
				HttpStatus.PRECONDITION_REQUIRED, "kernel.if-match");
		refused(post(officer, "/api/v1/rating-objections/" + id + "/refusal", "{\"reason\":\"已核对\"}", "9"),
				HttpStatus.PRECONDITION_FAILED, "kernel.stale");
		var elsewhere = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "x", "x", DemoWorld.OTHER_TENANT,
				Scope.ALL, officer.permissions());
		refused(send(elsewhere, HttpMethod.GET, "/api/v1/rating-objections/" + id, "", null), HttpStatus.NOT_FOUND,
				"credit.objection.not-found");
		var wrong = uphold(officer, id, "CORRECT", "C101", "很多");
		assertThat(wrong).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(wrong)).contains("更正后的值不对", "很多", "确实漏了");
		assertThat(uphold(officer, id, "CORRECT", "C101", "1.2")).hasStatus(HttpStatus.FOUND);
		assertThat(page(farm, path)).contains("成立", "已更正并重新评级", "确实漏了", "原来").doesNotContain("??");
		assertThat(page(officer, desk)).contains("更正一项事实后重新评").doesNotContain("??");
		var after = read(officer, "/api/v1/rating-objections/" + id);
		assertThat(page(officer, "/console/ratings/" + after.path("newRatingId").asString())).contains("异议更正",
				"重算与存档一致");
		assertThat(read(officer, "/api/v1/ratings/" + rating).path("status").asString()).isEqualTo("SUPERSEDED");
	}

	@Test
	void objectionOverRestWithEvidenceIsWithdrawn() {
		var filed = post(farm, "/api/v1/rating-objections", "{\"reason\":\"整体偏低\"}");
		assertThat(filed).hasStatus(HttpStatus.CREATED);
		var path = String.valueOf(filed.getResponse().getHeader("Location"));
		var proved = mvc.post()
			.uri(path + "/evidence")
			.multipart()
			.file(new MockMultipartFile("evidence", "p.png", "image/png", picture()))
			.header("If-Match", "\"0\"")
			.with(authentication(farm.authentication()))
			.with(csrf())
			.exchange();
		assertThat(proved).hasStatusOk();
		assertThat(read(farm, path).path("evidenceFile").asString()).isNotEmpty();
		refused(post(farm, "/api/v1/rating-objections", "{\"reason\":\"再来\"}"), HttpStatus.CONFLICT,
				"credit.objection.open");
		refused(post(farm, "/api/v1/ratings", "{}"), HttpStatus.CONFLICT, "credit.rating.under-objection");
		assertThat(post(farm, path + "/withdrawal", "", read(farm, path).path("version").asString())).hasStatusOk();
		assertThat(read(farm, "/api/v1/rating-objections").path("items").get(0).path("status").asString())
			.isEqualTo("WITHDRAWN");
	}

	@Test
	@DisplayName("等级调整由两个人办，两个等级并列显示；暂停由另一个人恢复")
	void peopleOverrideAndSuspendByTwo() {
		var officer = staff("credit.officer");
		var director = staff("guarantee.director");
		var path = "/console/ratings/" + rating;
		assertThat(page(officer, path + "/overrides/new")).contains("调整为").doesNotContain("??");
		assertThat(text(override(officer, "B", "2020-01-01", true))).contains("终止日要在");
		var until = read(officer, "/api/v1/ratings/" + rating).path("validTo").asString();
		assertThat(text(override(officer, "B", until, false))).contains("请附调整依据");
		assertThat(override(officer, "B", until, true)).hasStatus(HttpStatus.FOUND);
		var id = read(officer, "/api/v1/ratings/" + rating + "/overrides").get(0).path("id").asString();
		assertThat(page(officer, path)).contains("待决定").doesNotContain("??", "/confirmation\"");
		assertThat(page(director, path)).contains("/confirmation\"");
		refused(post(staff("credit.officer"), "/api/v1/rating-overrides/" + id + "/confirmation", "", "0"),
				HttpStatus.FORBIDDEN, "kernel.forbidden");
		assertThat(post(director, "/api/v1/rating-overrides/" + id + "/confirmation", "", "0")).hasStatusOk();
		assertThat(page(officer, "/console/rating-overrides?status=IN_FORCE")).contains("有效评级", rating, " → ")
			.doesNotContain("??");
		assertThat(page(officer, "/console/rating-overrides?status=REFUSED")).doesNotContain(" → ", "??");
		assertThat(page(officer, path)).contains("模型等级 C，人工调整为 B").doesNotContain("??");
		assertThat(page(farm, "/portal/credit")).contains("按记录评为 C，经人工调整为 B").doesNotContain("??");
		assertThat(read(farm, "/api/v1/ratings/" + rating).path("grade").asString()).isEqualTo("B");

		assertThat(page(officer, path + "/suspension")).contains("产品召回未结束").doesNotContain("??");
		var version = read(officer, "/api/v1/ratings/" + rating).path("version").asString();
		assertThat(post(officer, "/api/v1/ratings/" + rating + "/suspensions",
				"{\"cause\":\"RECALL\",\"reason\":\"召回 ZH-1 未结束\"}", version))
			.hasStatus(HttpStatus.CREATED);
		assertThat(page(farm, "/portal/credit")).contains("召回 ZH-1 未结束", "已有的贷款不受影响").doesNotContain("??");
		assertThat(page(farm, "/portal")).doesNotContain("??");
		assertThat(page(officer, path)).contains("是您暂停的").doesNotContain("??");
		assertThat(page(director, path)).contains("/lifting\"");
		var now = read(officer, "/api/v1/ratings/" + rating).path("version").asString();
		refused(post(officer, "/api/v1/ratings/" + rating + "/lifting", "{\"reason\":\"召回结束\"}", now),
				HttpStatus.FORBIDDEN, "credit.suspension.four-eyes");
		assertThat(post(director, "/api/v1/ratings/" + rating + "/lifting", "{\"reason\":\"召回结束\"}", now))
			.hasStatusOk();
	}

	@Test
	@DisplayName("评级的五维图和表；与前一次评级、与同样事实在别的评分卡下对照；别家的评级不能拿来对照")
	void aRatingIsLaidBesideAnotherOfTheFarm() {
		var officer = staff("credit.officer");
		assertThat(page(officer, "/console/ratings/" + rating))
			.contains("data-chart=\"radar\"", "id=\"rating-shape\"", "生产能力")
			.doesNotContain("??", "两次评级对照");
		var again = post(farm, "/api/v1/ratings", "{}");
		assertThat(again).as(text(again)).hasStatus(HttpStatus.CREATED);
		var second = json.readTree(text(again)).path("id").asString();
		var no = one("select no from credit_rating where id::text = ?", rating);
		assertThat(page(officer, "/console/ratings/" + second)).contains("value=\"" + rating + "\"", no);
		assertThat(page(officer, "/console/ratings/" + second + "?with=" + rating))
			.contains("两次评级对照", no, "href=\"/console/ratings/" + rating + "\"")
			.doesNotContain("??");
		var card = one("select scorecard_version_id::text from credit_rating where id::text = ?", rating);
		assertThat(page(officer, "/console/ratings/" + second + "?with=" + card)).contains("两次评级对照", "GPH-2026.1")
			.doesNotContain("??");
		var foreign = one("select id::text from credit_rating where member_id <> "
				+ "(select member_id from credit_rating where id::text = ?) limit 1", rating);
		assertThat(mvc.get()
			.uri("/console/ratings/" + second + "?with=" + foreign)
			.with(authentication(officer.authentication()))
			.exchange()).hasStatus(HttpStatus.NOT_FOUND);
	}

	@Test
	@DisplayName("评分卡：起草、填错有说明、对比、提请，别人退回，再作废")
	void aCardIsDraftedComparedAndGivenBack() {
		var officer = staff("credit.officer");
		var director = staff("guarantee.director");
		var code = "GPH-T." + Ids.next().toString().substring(24).toUpperCase(java.util.Locale.ROOT);
		assertThat(page(officer, "/console/scorecards")).contains("GPH-2026.1", "现行", "随产品").doesNotContain("??");
		assertThat(text(card(officer, "", "code", "gph"))).contains("版本号用大写字母开头");
		var drafted = card(officer, "", "code", code);
		assertThat(drafted).hasStatus(HttpStatus.FOUND);
		var path = String.valueOf(drafted.getResponse().getRedirectedUrl()).replace("/edit", "");
		var form = page(officer, path + "/edit");
		assertThat(form).contains("name=\"indicators[0].bins[1].from\"", "name=\"bands[6].from\"").doesNotContain("??");
		var fields = new java.util.ArrayList<String>(List.of("note", "年限少算五分"));
		java.util.regex.Pattern
			.compile("name=\"((?:indicators|bands)[^\"]+|validMonths|version)\"[^>]*value=\"([^\"]*)\"")
			.matcher(form)
			.results()
			.forEach(it -> fields.addAll(List.of(it.group(1), it.group(2))));
		assertThat(fields).hasSizeGreaterThan(250);
		var at = fields.indexOf("indicators[0].bins[4].points") + 1;
		assertThat(at).isPositive();
		fields.set(at, "70");
		var refused = card(officer, path.substring("/console/scorecards".length()) + "/edit",
				fields.toArray(String[]::new));
		assertThat(refused).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(refused)).contains("各项满分合计 995，应为 1,000", "年限少算五分", "value=\"70\"");
		fields.set(at, "75");
		fields.set(fields.indexOf("bands[2].from") + 1, "700");
		assertThat(
				card(officer, path.substring("/console/scorecards".length()) + "/edit", fields.toArray(String[]::new)))
			.hasStatus(HttpStatus.FOUND);
		assertThat(act(officer, path, "comparison")).hasStatus(HttpStatus.FOUND);
		assertThat(page(officer, path)).contains("等级变化", "与 GPH-2026.1 对比", "≥ 700", "审批走向", "按乡镇", "按规模", "林埭镇")
			.doesNotContain("??");
		assertThat(act(officer, path, "proposal")).hasStatus(HttpStatus.FOUND);
		assertThat(page(officer, path)).contains("要由另一位同事批准").doesNotContain("/approval\"");
		assertThat(page(director, path)).contains("/approval\"").doesNotContain("??");
		assertThat(page(staff("auditor"), path)).contains("待审批").doesNotContain("/approval\"", "??");
		assertThat(act(director, path, "return", "reason", "请先看半年")).hasStatus(HttpStatus.FOUND);
		assertThat(act(officer, path, "discard", "reason", "先不改")).hasStatus(HttpStatus.FOUND);
		var shown = read(officer, "/api/v1" + path.substring("/console".length()));
		assertThat(shown.path("status").asString()).isEqualTo("DISCARDED");
		assertThat(shown.path("card").path("total").asInt()).isEqualTo(1000);
	}

	private MvcTestResult act(Actor actor, String path, String what, String... more) {
		var id = path.substring(path.lastIndexOf('/') + 1);
		var version = one("select version::text from credit_scorecard_version where id::text = ?", id);
		var request = mvc.post()
			.uri(path + "/" + what)
			.with(authentication(actor.authentication()))
			.with(csrf())
			.param("version", version);
		for (int n = 0; n < more.length; n += 2) {
			request.param(more[n], more[n + 1]);
		}
		return request.exchange();
	}

	private MvcTestResult card(Actor actor, String rest, String... fields) {
		var request = mvc.post()
			.uri("/console/scorecards" + rest)
			.with(authentication(actor.authentication()))
			.with(csrf());
		for (int n = 0; n < fields.length; n += 2) {
			request.param(fields[n], fields[n + 1]);
		}
		return request.exchange();
	}

	private MvcTestResult file(String indicator, String reason) {
		var request = mvc.post()
			.uri("/portal/credit/objections")
			.multipart()
			.file(new MockMultipartFile("evidence", "p.png", "image/png", picture()))
			.param("reason", reason);
		if (indicator != null) {
			request.param("indicator", indicator);
		}
		return request.with(authentication(farm.authentication())).with(csrf()).exchange();
	}

	private MvcTestResult uphold(Actor actor, String id, String remedy, String indicator, String value) {
		return mvc.post()
			.uri("/console/rating-objections/" + id + "/acceptance")
			.with(authentication(actor.authentication()))
			.with(csrf())
			.param("remedy", remedy)
			.param("correct", indicator)
			.param("value", value)
			.param("reason", "确实漏了")
			.param("version", one("select version::text from credit_rating_objection where id::text = ?", id))
			.exchange();
	}

	private MvcTestResult override(Actor actor, String grade, String until, boolean paper) {
		var request = mvc.post()
			.uri("/console/ratings/" + rating + "/overrides")
			.multipart()
			.file(new MockMultipartFile("evidence", "p.png", "image/png", paper ? picture() : new byte[0]))
			.param("grade", grade)
			.param("until", until)
			.param("reason", "新签了三年订单");
		return request.with(authentication(actor.authentication())).with(csrf()).exchange();
	}

	private String page(Actor actor, String path) {
		var answer = send(actor, HttpMethod.GET, path, "", null);
		assertThat(answer).as(path).hasStatusOk();
		return text(answer);
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

}
