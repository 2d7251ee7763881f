package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * Print jobs, review weights, what is to be public and rewards over REST: the same rules
 * as on the pages, for whoever may.
 */
class TraceRestIT extends OverHttp {

	@Test
	void anOutletPrintsWhatAFarmAskedForAndHandsItOutByTheDigits() {
		var order = one(
				"""
						select b.id from trace_label_batch b join trace_lot l on l.tenant_id = b.tenant_id and l.id = b.lot_id
						 where b.tenant_id = ? and b.status = 'PRINTED' and l.status = 'RELEASED'
						   and not exists (select 1 from trace_print_job j where j.batch_id = b.id and j.status in ('ASKED', 'READY'))
						 order by b.number limit 1""",
				DemoWorld.MAIN_TENANT);
		var member = one("select member_id from trace_label_batch where id = ?::uuid", order);
		var outlet = one("select id from supply_outlet where tenant_id = ? and status = 'OPEN' order by no limit 1",
				DemoWorld.MAIN_TENANT);
		var farm = somebody("farm", Scope.member(UUID.fromString(member)));
		var shop = somebody("outlet", Scope.outlet(UUID.fromString(outlet)));
		var other = somebody("outlet", Scope.outlet(Ids.next()));
		var jobs = "/api/v1/label-orders/" + order + "/print-jobs";
		var body = "{\"outletId\":\"%s\",\"paper\":\"ROLL\"}".formatted(outlet);
		refused(post(somebody("farm", Scope.member(Ids.next())), jobs, body), HttpStatus.NOT_FOUND,
				"trace.label.not-found");
		assertThat(post(shop, jobs, body)).hasStatus(HttpStatus.FORBIDDEN);
		assertThat(post(farm, jobs, body)).hasStatus(HttpStatus.CREATED);
		refused(post(farm, jobs, body), HttpStatus.UNPROCESSABLE_CONTENT, "trace.print.open");
		var asked = read(farm, jobs + "/latest");
		var code = asked.path("pickCode").asString();
		var job = "/api/v1/print-jobs/" + asked.path("id").asString();
		assertThat(code).matches("[0-9]{6}");
		assertThat(read(shop, "/api/v1/print-jobs?status=ASKED").path("items").findValuesAsString("id"))
			.contains(asked.path("id").asString());
		assertThat(read(shop, job).path("pickCode").isNull()).as("not for the outlet").isTrue();
		refused(send(other, org.springframework.http.HttpMethod.GET, job, "", null), HttpStatus.NOT_FOUND,
				"trace.print.not-found");
		assertThat(read(shop, job + "/codes").get(0).path("serial").asString()).isNotBlank();
		assertThat(post(shop, job + "/readiness", "{\"version\":99}")).hasStatus(HttpStatus.CONFLICT);
		assertThat(post(shop, job + "/readiness", "{\"version\":%d}".formatted(asked.path("version").asLong())))
			.hasStatusOk();
		var hand = "{\"code\":\"%s\",\"version\":%d}";
		var wrong = code.substring(0, 5) + ((code.charAt(5) == '0') ? '1' : '0');
		refused(post(shop, job + "/hand-over", hand.formatted(wrong, version(shop, job))),
				HttpStatus.UNPROCESSABLE_CONTENT, "trace.print.wrong-code");
		assertThat(read(shop, job).path("wrongCodes").asInt()).as("counted although refused").isEqualTo(1);
		assertThat(post(shop, job + "/hand-over", hand.formatted(code, version(shop, job)))).hasStatusOk();
		assertThat(read(shop, job).path("status").asString()).isEqualTo("HANDED");
		refused(post(farm, jobs + "/" + Ids.next() + "/cancellation", "{\"reason\":\"x\",\"version\":0}"),
				HttpStatus.NOT_FOUND, "trace.print.not-found");
		refused(post(farm, jobs + "/" + asked.path("id").asString() + "/cancellation",
				"{\"reason\":\"x\",\"version\":%d}".formatted(version(shop, job))), HttpStatus.CONFLICT,
				"trace.print.wrong-state");
	}

	/** Cut off silently, 1.5 would be one label. */
	@ParameterizedTest
	@ValueSource(strings = { "1.5", "1.0", "2147483648", "99999999999999999999", "1e3", "\"x\"", "true", "[1]" })
	void aNumberThatIsNoWholeOneIsRefusedWhereItStands(String count) {
		var body = "{\"lotId\":\"%s\",\"productId\":\"%s\",\"count\":%s}".formatted(Ids.next(), Ids.next(), count);
		var answer = post(somebody("farm", Scope.member(Ids.next())), "/api/v1/label-orders", body);
		refused(answer, HttpStatus.BAD_REQUEST, "kernel.invalid");
		assertThat(json.readTree(text(answer)).path("errors").get(0).path("field").asString()).isEqualTo("count");
	}

	private long version(Actor who, String path) {
		return read(who, path).path("version").asLong();
	}

	@Test
	void whatAReviewWeighsIsAskedByOneAndDecidedByAnother() {
		var from = LocalDate.now(BusinessClock.ZONE).plusYears(3);
		var body = "{\"tests\":30,\"completeness\":20,\"complaints\":20,\"labels\":%d,\"sales\":10,\"validFrom\":\"%s\",\"decision\":\"试验 1 号\"}";
		var officer = staff("brand.officer");
		refused(post(officer, "/api/v1/review-weights", body.formatted(21, from)), HttpStatus.UNPROCESSABLE_CONTENT,
				"brand.weights.sum");
		var asked = post(officer, "/api/v1/review-weights", body.formatted(20, from));
		assertThat(asked).hasStatus(HttpStatus.CREATED);
		var decision = "/api/v1/review-weights/" + json.readTree(text(asked)).path("id").asString() + "/decision";
		refused(post(officer, decision, "{\"agreed\":false,\"version\":0}"), HttpStatus.FORBIDDEN,
				"brand.weights.same-person");
		assertThat(post(staff("production.officer"), decision, "{\"agreed\":false,\"version\":0}"))
			.hasStatus(HttpStatus.FORBIDDEN);
		assertThat(post(staff("member.reviewer"), decision, "{\"agreed\":false,\"version\":0}")).hasStatusOk();
		refused(post(staff("member.reviewer"), decision, "{\"agreed\":true,\"version\":1}"), HttpStatus.CONFLICT,
				"brand.weights.decided");
		assertThat(read(staff("auditor"), "/api/v1/review-weights").findValuesAsString("status")).contains("REFUSED");
	}

	@Test
	void whatIsToBePublicIsReadByAnotherFirst() {
		var id = Ids.next();
		var sender = staff("supply.officer");
		Tenant.callAs(DemoWorld.MAIN_TENANT, () -> transaction.execute(_ -> sql.sql("""
				insert into platform_public_review (id, tenant_id, version, kind, subject_id, title, words, by_person,
				  by_name, at, status) values (?, ?, 0, 'COMMENT', ?, 'x', '好吃', ?, 'x', ?, 'WAITING')""")
			.params(id, DemoWorld.MAIN_TENANT, Ids.next(), sender.personId(), Timestamp.from(Instant.now()))
			.update()));
		var one = "/api/v1/public-reviews/" + id;
		assertThat(read(staff("brand.officer"), one).path("words").asString()).isEqualTo("好吃");
		refused(post(sender, one + "/decision", "{\"shown\":true,\"version\":0}"), HttpStatus.FORBIDDEN,
				"kernel.review.own");
		refused(post(staff("brand.officer"), one + "/decision", "{\"shown\":false,\"version\":0}"),
				HttpStatus.UNPROCESSABLE_CONTENT, "kernel.review.reason");
		assertThat(
				post(staff("brand.officer"), one + "/decision", "{\"shown\":false,\"reason\":\"与产品无关\",\"version\":0}"))
			.hasStatusOk();
		refused(post(staff("brand.officer"), one + "/decision", "{\"shown\":true,\"version\":1}"), HttpStatus.CONFLICT,
				"kernel.review.decided");
		assertThat(read(staff("brand.officer"), "/api/v1/public-reviews?status=REFUSED&limit=100").path("items")
			.findValuesAsString("id")).contains(id.toString());
		assertThat(send(staff("data.viewer"), org.springframework.http.HttpMethod.GET, one, "", null))
			.hasStatus(HttpStatus.FORBIDDEN);
	}

	@Test
	void aFarmTellsOfItselfAndTakesItDownAndNoOtherFarmSeesIt() {
		var member = one("""
				select id from member_member m where tenant_id = ? and status = 'ACTIVE'
				   and not exists (select 1 from trace_story s where s.member_id = m.id) order by no limit 1""",
				DemoWorld.MAIN_TENANT);
		var farm = somebody("farm", Scope.member(UUID.fromString(member)));
		var other = somebody("farm", Scope.member(Ids.next()));
		var stories = "/api/v1/stories";
		assertThat(told(staff("brand.officer"), "words", "x")).hasStatus(HttpStatus.FORBIDDEN);
		refused(told(farm, "words", " "), HttpStatus.UNPROCESSABLE_CONTENT, "trace.story.no-words");
		assertThat(told(farm, "words", "字".repeat(301))).hasStatus(HttpStatus.BAD_REQUEST);
		assertThat(told(farm, "plotId", "x")).hasStatus(HttpStatus.BAD_REQUEST);
		refused(told(farm, "plotId", Ids.next().toString()), HttpStatus.NOT_FOUND, "trace.story.plot");
		var sent = told(farm, "words", "种瓜十一年（示例）");
		assertThat(sent).hasStatus(HttpStatus.CREATED);
		var id = json.readTree(text(sent)).path("id").asString();
		refused(told(farm, "words", "又一段"), HttpStatus.UNPROCESSABLE_CONTENT, "trace.story.waiting");
		assertThat(read(farm, stories).findValuesAsString("id")).contains(id);
		assertThat(read(farm, stories + "/" + id).path("status").asString()).isEqualTo("WAITING");
		refused(send(other, org.springframework.http.HttpMethod.GET, stories + "/" + id, "", null),
				HttpStatus.NOT_FOUND, "trace.story.not-found");
		refused(post(farm, stories + "/" + id + "/withdrawal", "{\"version\":0}"), HttpStatus.CONFLICT,
				"trace.story.not-shown");
		var review = one("select id from platform_public_review where subject_id = ?::uuid", id);
		assertThat(post(staff("brand.officer"), "/api/v1/public-reviews/" + review + "/decision",
				"{\"shown\":true,\"version\":0}"))
			.hasStatusOk();
		var shown = version(farm, stories + "/" + id);
		var end = "{\"version\":%d}".formatted(shown);
		refused(post(other, stories + "/" + id + "/withdrawal", end), HttpStatus.NOT_FOUND, "trace.story.not-found");
		refused(post(farm, stories + "/" + id + "/withdrawal", "{\"version\":%d}".formatted(shown - 1)),
				HttpStatus.CONFLICT, "kernel.stale");
		assertThat(post(farm, stories + "/" + id + "/withdrawal", "{}")).hasStatus(HttpStatus.BAD_REQUEST);
		assertThat(post(staff("brand.officer"), stories + "/" + id + "/withdrawal", end))
			.hasStatus(HttpStatus.FORBIDDEN);
		assertThat(post(farm, stories + "/" + id + "/withdrawal", end)).hasStatusOk();
		assertThat(read(farm, stories + "/" + id).path("status").asString()).isEqualTo("ENDED");
	}

	private MvcTestResult told(Actor who, String field, String value) {
		return mvc.post()
			.uri("/api/v1/stories")
			.with(authentication(who.authentication()))
			.with(csrf())
			.param(field, value)
			.exchange();
	}

	@Test
	void aComplaintFoundTrueIsRewardedByOneAndPaidByAnother() {
		var told = mvc.post()
			.uri("/api/public/complaints")
			.param("code", forged())
			.param("kind", "COPIED")
			.param("words", "包装不对")
			.param("boughtAt", "示例市场")
			.exchange();
		assertThat(told).hasStatus(HttpStatus.CREATED);
		var receipt = json.readTree(text(told)).path("reference").asString();
		var found = one("select case_id from trace_code_complaint where reference = ?", receipt);
		var officer = staff("brand.officer");
		var rewards = "/api/v1/code-cases/" + found + "/rewards";
		var grant = "{\"reference\":\"%s\",\"amount\":50}".formatted(receipt);
		refused(post(officer, rewards, grant), HttpStatus.UNPROCESSABLE_CONTENT, "trace.reward.unfounded");
		assertThat(post(officer, "/api/v1/code-cases/" + found + "/closure",
				"{\"conclusion\":\"COPIED\",\"words\":\"核对过包装\",\"version\":0}"))
			.hasStatusOk();
		assertThat(post(officer, rewards, grant)).hasStatus(HttpStatus.CREATED);
		refused(post(officer, rewards, grant), HttpStatus.CONFLICT, "trace.reward.known");
		var clerk = staff("member.clerk");
		assertThat(read(clerk, "/api/v1/complaint-rewards").findValuesAsString("reference")).contains(receipt);
		assertThat(post(officer, "/api/v1/complaint-rewards/payment", "{\"reference\":\"%s\"}".formatted(receipt)))
			.hasStatus(HttpStatus.FORBIDDEN);
		assertThat(post(clerk, "/api/v1/complaint-rewards/payment", "{\"reference\":\"%s\"}".formatted(receipt)))
			.hasStatusOk();
		refused(post(clerk, "/api/v1/complaint-rewards/payment", "{\"reference\":\"%s\"}".formatted(receipt)),
				HttpStatus.CONFLICT, "trace.reward.paid");
		assertThat(read(clerk, "/api/v1/complaint-rewards/" + receipt).path("paidName").isNull()).isFalse();
	}

	/** Well formed, signed by nobody here. */
	private static String forged() {
		var number = Math.abs(System.nanoTime()) % 1_000_000;
		return "XGFORGED " + cn.jinfu.traceability.code.LabelSerial.encode(new byte[32], 0, "XGFORGED", number);
	}

}
