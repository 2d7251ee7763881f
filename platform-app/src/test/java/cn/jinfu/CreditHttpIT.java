package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * Versions of a credit case over HTTP: who saw an older one changes nothing, and what he
 * wrote is not lost.
 */
class CreditHttpIT extends OverHttp {

	private static final String API = "/api/v1/financing-applications";

	private static final String PAGE = "/console/financing-applications/";

	private static final String WORDS = "去地里看过三次 & 收入与台账“一致”";

	private String no = "";

	@AfterEach
	void theFarmTakesItBack() {
		if (!no.isEmpty()) {
			post(farm(), API + "/" + no + "/withdrawal", "{\"reason\":\"试完了\"}", version());
		}
	}

	@Test
	@DisplayName("看板按步骤分列，数目与库里一致，超时的标出来；翻的只是那一列；没有权限的看不到")
	void theBoardCountsAndPagesByStep() {
		var officer = staff("credit.officer");
		var board = page(officer, "/console/financing-applications/board");
		assertThat(board).contains("农合联初审", "担保尽调", "id=\"column-5\"", "board-late").doesNotContain("??");
		var waiting = one("select count(*)::text from credit_application where status = ?", "SUBMITTED");
		assertThat(board).containsPattern("id=\"step-1\"[^>]*>农合联初审 <span class=\"n\">" + waiting + "</span>");
		assertThat(page(staff("data.viewer"), "/console/financing-applications/board")).contains("农合联初审")
			.doesNotContain("href=\"/console/financing-applications/RZ-");
		var last = one("select no from credit_application where status = ? order by status_since desc, no desc limit 1",
				"SUBMITTED");
		var since = one("select status_since::text from credit_application where no = ?", last);
		var after = page(officer,
				"/console/financing-applications/board?step=1&after=" + cn.jinfu.kernel.Cursor.of(since, last));
		assertThat(after).doesNotContain(last + " ").contains("担保尽调");
		assertThat(mvc.get()
			.uri("/console/financing-applications/board?step=1&after=xyz")
			.with(authentication(officer.authentication()))
			.exchange()).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(mvc.get()
			.uri("/console/financing-applications/board")
			.with(authentication(farm().authentication()))
			.exchange()).hasStatus(HttpStatus.FORBIDDEN);
	}

	@Test
	void aCaseCarriesItsVersionAndEveryStepWantsItBack() {
		var drafted = drafted();
		assertThat(drafted).hasStatus(HttpStatus.CREATED);
		assertThat(drafted.getResponse().getHeader("ETag")).isEqualTo("\"0\"");
		assertThat(post(farm(), API + "/" + no + "/consent", "")).hasStatusOk();
		refused(post(farm(), API + "/" + no + "/submission", ""), HttpStatus.PRECONDITION_REQUIRED, "kernel.if-match");
		refused(post(farm(), API + "/" + no + "/submission", "", "77"), HttpStatus.PRECONDITION_FAILED, "kernel.stale");
		refused(post(farm(), API + "/" + no + "/submission", "", "abc"), HttpStatus.UNPROCESSABLE_CONTENT,
				"member.version");
		assertThat(status()).isEqualTo("DRAFT");
		var submitted = post(farm(), API + "/" + no + "/submission", "", version());
		assertThat(submitted).hasStatusOk();
		assertThat(submitted.getResponse().getHeader("ETag")).isEqualTo("\"" + version() + "\"");
		var officer = staff("credit.officer");
		var seen = version();
		for (var step : List.of("review", "return", "rejection")) {
			refused(post(officer, API + "/" + no + "/" + step, "{\"reason\":\"说明\"}"), HttpStatus.PRECONDITION_REQUIRED,
					"kernel.if-match");
			refused(post(officer, API + "/" + no + "/" + step, "{\"reason\":\"说明\"}", "0"),
					HttpStatus.PRECONDITION_FAILED, "kernel.stale");
			refused(post(officer, API + "/" + no + "/" + step, "{\"reason\":\"\"}", seen), HttpStatus.BAD_REQUEST,
					"kernel.invalid");
		}
		refused(post(officer, API + "/" + no + "/review", "{", seen), HttpStatus.BAD_REQUEST, "kernel.invalid");
		assertThat(version()).isEqualTo(seen);
		assertThat(post(officer, API + "/" + no + "/review", "{\"reason\":\"资料齐全\"}", seen)).hasStatusOk();
		refused(post(staff("credit.officer"), API + "/" + no + "/review", "{\"reason\":\"资料齐全\"}", seen),
				HttpStatus.PRECONDITION_FAILED, "kernel.stale");
		assertThat(status()).isEqualTo("DUE_DILIGENCE");
	}

	@Test
	void whatSomebodyWroteStaysWhenAnotherHasMovedTheCaseOn() {
		submitted();
		var seen = version();
		assertThat(submit(staff("credit.officer"), "review", seen, "资料齐全")).hasStatus(HttpStatus.FOUND);
		var now = version();
		for (var act : List.of("review", "rejection", "return")) {
			var late = submit(staff("credit.officer"), act, seen, WORDS);
			assertThat(late).hasStatus(HttpStatus.CONFLICT);
			assertThat(text(late)).as(act)
				.contains("这条记录刚被别人改过", "去地里看过三次 &amp; 收入与台账“一致”", "待尽调")
				.doesNotContain("action=\"" + PAGE + no + "/" + act + "\"");
		}
		assertThat(version()).isEqualTo(now);
		var reviewer = submit(staff("guarantee.reviewer"), "diligence", seen, WORDS);
		assertThat(reviewer).hasStatus(HttpStatus.CONFLICT);
		assertThat(text(reviewer)).as("his step is still open, with the words in its own form")
			.contains("action=\"" + PAGE + no + "/diligence\"", "去地里看过三次 &amp;", "value=\"" + now + "\"")
			.doesNotContain("可以复制");
	}

	@Test
	void ofTwoWhoDecideAtOnceOneIsToldAndKeepsHisWords() throws Exception {
		submitted();
		var seen = version();
		var start = new CyclicBarrier(2);
		try (var two = Executors.newFixedThreadPool(2)) {
			Callable<MvcTestResult> review = () -> {
				start.await();
				return submit(staff("credit.officer"), "review", seen, WORDS);
			};
			var answers = two.invokeAll(List.of(review, review));
			var statuses = List.of(answers.get(0).get().getResponse().getStatus(),
					answers.get(1).get().getResponse().getStatus());
			assertThat(statuses).containsExactlyInAnyOrder(302, 409);
			assertThat(text(answers.get(statuses.indexOf(409)).get())).contains("去地里看过三次 &amp;", "待尽调");
		}
		assertThat(one("select count(*)::text from platform_status_change c join credit_application a on a.id ="
				+ " c.object_id where a.no = ? and c.status_to = 'DUE_DILIGENCE'", no))
			.isEqualTo("1");
	}

	/** Each figure of a rating opens to its rows for whoever may read the rating. */
	@ParameterizedTest
	@ValueSource(strings = { "credit.officer", "guarantee.reviewer", "guarantee.director", "auditor" })
	void whoReadsARatingOpensItsEvidence(String role) {
		var member = farm().scope().ref();
		for (var path : List.of("plots?memberId=", "operations?memberId=", "brand-licences?memberId=",
				"residue-tests?memberId=", "lots?memberId=", "orders?member=", "loans?member=",
				"declarations?member=")) {
			assertThat(send(staff(role), HttpMethod.GET, "/console/" + path + member, "", null)).as(path).hasStatusOk();
		}
	}

	private void submitted() {
		drafted();
		post(farm(), API + "/" + no + "/consent", "");
		assertThat(post(farm(), API + "/" + no + "/submission", "", version())).hasStatusOk();
	}

	private MvcTestResult drafted() {
		post(farm(), "/api/v1/consents", "");
		post(farm(), "/api/v1/ratings", "{}");
		var answer = post(farm(), API,
				"""
						{"productId":"%s","bankId":"%s","amount":{"amount":"10000.00","currency":"CNY"},"termMonths":6,
						 "repayMethod":"EQUAL_INSTALMENT","purpose":"版本试验"}""".formatted(
						one("select p.id::text from credit_product p where p.code = ? order by p.edition desc limit 1",
								one("select code from credit_product where name = ? limit 1", "金准贷")),
						one("select id::text from credit_bank where client_id = ?", "bank-a")));
		assertThat(answer).as(text(answer)).hasStatus(HttpStatus.CREATED);
		no = String.valueOf(answer.getResponse().getHeader("Location")).replaceFirst(".*/", "");
		return answer;
	}

	private MvcTestResult submit(Actor actor, String act, String version, String words) {
		return mvc.post()
			.uri(PAGE + no + "/" + act)
			.with(authentication(actor.authentication()))
			.with(csrf())
			.param("reason", words)
			.param("version", version)
			.exchange();
	}

	private String version() {
		return one("select version::text from credit_application where no = ?", no);
	}

	private String status() {
		return one("select status from credit_application where no = ?", no);
	}

	private Actor farm() {
		return sql.sql("select id, person_id, scope_ref from platform_account where login = 'farm.demo'")
			.query((row, n) -> new Actor(Actor.Kind.PERSON, row.getObject(1, UUID.class), row.getObject(2, UUID.class),
					"farm.demo", "farm.demo", DemoWorld.MAIN_TENANT, new Scope(Scope.Kind.MEMBER, row.getString(3)),
					roles.permissions(Set.of("farm"))))
			.single();
	}

	private String page(Actor actor, String path) {
		var answer = send(actor, HttpMethod.GET, path, "", null);
		assertThat(answer).as(path).hasStatusOk();
		return text(answer);
	}

}
