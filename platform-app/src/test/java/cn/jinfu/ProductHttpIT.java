package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Scope;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * Products, umbrellas and batch ratings on the pages and over REST, with the demo's data.
 */
class ProductHttpIT extends OverHttp {

	private final LocalDate today = LocalDate.now(BusinessClock.ZONE);

	@Test
	@DisplayName("产品一人起草、另一人启用，启用后不能改")
	void aProductIsDraftedByOneAndPutInForceByAnother() {
		var officer = staff("credit.officer");
		assertThat(page(officer, "/console/loan-products"))
			.contains("金准贷", "农信盈", "免担保", "链贷通", "省农担", "政银保", "现行", "起草新产品")
			.doesNotContain("??");
		assertThat(page(officer, "/console/loan-products/new")).contains("最低等级", "保费").doesNotContain("??");
		var empty = form(officer, "/console/loan-products", Map.of());
		assertThat(empty).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(empty)).doesNotContain("??");
		var made = form(officer, "/console/loan-products", product("HTTP1"));
		assertThat(made).as(text(made)).hasStatus(HttpStatus.FOUND);
		var path = String.valueOf(made.getResponse().getRedirectedUrl());
		assertThat(page(officer, path)).contains("草稿", "提请启用", "测试用条件").doesNotContain("??");
		assertThat(page(officer, path + "/edit")).contains("测试用条件").doesNotContain("??");
		assertThat(form(officer, path + "/proposal", Map.of("version", "0"))).hasStatus(HttpStatus.FOUND);
		assertThat(page(officer, path)).contains("是您起草的").doesNotContain("??");
		var director = staff("guarantee.director");
		assertThat(page(director, path)).contains("启用日", "退回").doesNotContain("??");
		assertThat(form(director, path + "/start", Map.of("from", today.toString(), "version", "1")))
			.hasStatus(HttpStatus.FOUND);
		assertThat(page(director, path)).contains("现行", "停办").doesNotContain("??");
		var late = form(officer, path + "/edit", product("HTTP1"));
		assertThat(late.getResponse().getStatus()).isIn(409, 422);
		var id = path.substring(path.lastIndexOf('/') + 1);
		assertThat(read(officer, "/api/v1/loan-products/" + id).path("status").asString()).isEqualTo("IN_FORCE");
		var farm = somebody("farm", Scope.member(UUID.randomUUID()));
		assertThat(text(send(farm, HttpMethod.GET, "/api/v1/offered-products", "", null))).contains("HTTP1", "JZD");
		assertThat(form(director, path + "/end", Map.of("reason", "试完了", "version", "2"))).hasStatus(HttpStatus.FOUND);
	}

	private Map<String, String> product(String code) {
		var bank = one("select id::text from credit_bank where client_id = ?", "bank-a");
		return Map.ofEntries(Map.entry("code", code), Map.entry("name", "试办产品"), Map.entry("place", "99"),
				Map.entry("guarantee", "INSURER"), Map.entry("premiumPercent", "0.5"), Map.entry("minGrade", "A"),
				Map.entry("conditions", "测试用条件"), Map.entry("minAmount", "10000"), Map.entry("maxAmount", "20000"),
				Map.entry("memberCap", "20000"), Map.entry("minMonths", "3"), Map.entry("maxMonths", "6"),
				Map.entry("methods", "EQUAL_INSTALMENT"), Map.entry("lprOn", "2026-08-20"),
				Map.entry("lprPercent", "3"), Map.entry("spreadBp", "80"), Map.entry("guaranteeFeePercent", "0"),
				Map.entry("guaranteePercent", "0"), Map.entry("preReviewDays", "1"), Map.entry("dueDiligenceDays", "1"),
				Map.entry("guaranteeDays", "1"), Map.entry("bankDays", "1"), Map.entry("signingDays", "1"),
				Map.entry("bring", "手机"), Map.entry("bankIds", bank), Map.entry("note", "试一试"),
				Map.entry("cosigner", "NONE"), Map.entry("dayCount", "ACT_365"),
				Map.entry("firstPeriod", "INTEREST_ALONE"), Map.entry("consentSignatures", "PHONE"),
				Map.entry("committeeAbove", ""), Map.entry("version", "0"));
	}

	@Test
	@DisplayName("总额度十亿，分项限额两个人办，用在哪里点得开")
	void anUmbrellaShowsItsPartsAndWhereItIsUsed() {
		var id = one("select id::text from credit_facility where name like ?", "金平湖%");
		var officer = staff("credit.officer");
		assertThat(page(officer, "/console/facilities")).contains("登记总额度", "有效").doesNotContain("??");
		var path = "/console/facilities/" + id;
		assertThat(page(officer, path)).contains("1,000,000,000", "分项限额", "金准贷", "待确认", "提出分项限额", "冻结")
			.doesNotContain("??");
		assertThat(page(officer, path + "/uses")).contains("占用", "/console/loans/").doesNotContain("??");
		assertThat(page(officer, path + "/uses?product=JZD")).contains("金准贷").doesNotContain("??");
		assertThat(page(officer, "/console/facilities/new")).contains("示例银行甲").doesNotContain("??");
		var empty = form(officer, "/console/facilities", Map.of());
		assertThat(empty).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		var part = form(officer, path + "/parts", Map.of("key", "PZYB", "amount", "10000000000"));
		assertThat(part).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(part)).contains("不能超过总额度").doesNotContain("??");
		assertThat(form(officer, path + "/parts", Map.of("key", "PZYB", "amount", "100000000")))
			.hasStatus(HttpStatus.FOUND);
		var director = staff("guarantee.director");
		assertThat(page(director, path)).contains("/confirmation", "政银保").doesNotContain("??");
		var share = one("select id::text from credit_facility_share where product_code = ? and status = 'PROPOSED'",
				"ZYB");
		assertThat(form(director, path + "/parts/" + share + "/confirmation",
				Map.of("version", "0", "reason", "平银授〔2026〕3 号")))
			.hasStatus(HttpStatus.FOUND);
		assertThat(page(officer, path)).contains("平银授〔2026〕3 号").doesNotContain("??");
		assertThat(read(officer, "/api/v1/facilities/" + id).path("parts").toString()).contains("ZYB", "IN_FORCE");
		assertThat(read(officer, "/api/v1/facilities/" + id + "/uses").path("items").size()).isPositive();
	}

	@Test
	@DisplayName("从前的办法：空着的栏只说一遍")
	void anEmptyFieldOfAnEarlierFigureIsSaidOnce() {
		var officer = staff("credit.officer");
		var empty = form(officer, "/console/earlier-figures", Map.of("productCode", "JZD", "measure", "VISITS",
				"amount", "6", "source", "", "year", "2024", "by", "", "from", "2026-01-01"));
		assertThat(empty).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(empty)).contains("还有 2 处需要改")
			.containsOnlyOnce("id=\"source-error\"")
			.containsOnlyOnce("id=\"by-error\"")
			.doesNotContain("??");
		var shortened = form(officer, "/console/earlier-figures", Map.of("productCode", "JZD", "measure", "VISITS",
				"amount", "6", "source", "查", "year", "2024", "by", "李", "from", "2026-01-01"));
		assertThat(text(shortened)).contains("还有 2 处需要改").doesNotContain("??");
	}

	@Test
	@DisplayName("批量评级的进度和逐户结果")
	void aBatchRatingShowsHowFarItCame() {
		var officer = staff("credit.officer");
		assertThat(page(officer, "/console/rating-runs")).contains("开始全县评级", "已停止").doesNotContain("??");
		var id = one("select id::text from credit_rating_run where status = ?", "STOPPED");
		assertThat(page(officer, "/console/rating-runs/" + id)).contains("已处理 0 /", "未授权", "已停止").doesNotContain("??");
		assertThat(page(staff("auditor"), "/console/rating-runs")).doesNotContain("开始全县评级</button>", "??");
		assertThat(read(officer, "/api/v1/rating-runs/" + id).path("status").asString()).isEqualTo("STOPPED");
		refused(post(officer, "/api/v1/rating-runs/" + id + "/resumption", ""), HttpStatus.CONFLICT,
				"credit.run.wrong-state");
	}

	private String page(Actor actor, String path) {
		var answer = send(actor, HttpMethod.GET, path, "", null);
		assertThat(answer).as(path).hasStatusOk();
		return text(answer);
	}

	private MvcTestResult form(Actor actor, String path, Map<String, String> fields) {
		var request = mvc.post().uri(path).with(authentication(actor.authentication())).with(csrf());
		fields.forEach(request::param);
		return request.exchange();
	}

}
