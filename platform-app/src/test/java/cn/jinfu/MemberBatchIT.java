package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * One act for many members: each row stands for itself, keeps the rules of the single
 * act, and says what became of it.
 */
class MemberBatchIT extends OverHttp {

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private static final String UNTIL = LocalDate.now(BusinessClock.ZONE).plusDays(40).toString();

	private record Farm(String id, String name) {
	}

	/** A name of its own for each test, so that a filter finds just these. */
	private List<Farm> farms(String name, int count) {
		return IntStream.range(0, count).mapToObj(n -> {
			var serial = NUMBER.incrementAndGet();
			var full = name + "农场" + serial;
			var made = post(staff("member.clerk"), "/api/v1/members", """
					{"facts":{"name":"%s","kind":"FAMILY_FARM","division":"330482103216","areaMu":9},
					 "head":{"name":"成批%s","mobile":"137%08d"},"admittedOn":"2026-01-05"}""".formatted(full,
					(char) ('\u4e00' + serial), 66_000_000 + serial));
			assertThat(made).hasStatus(HttpStatus.CREATED);
			return new Farm(json.readTree(text(made)).path("id").asString(), full);
		}).toList();
	}

	private static String row(String id, long version) {
		return "{\"memberId\":\"" + id + "\",\"version\":" + version + "}";
	}

	private MvcTestResult suspend(Actor actor, List<String> rows, String until) {
		return post(actor, "/api/v1/member-batches/suspension",
				"{\"rows\":[" + String.join(",", rows) + "],\"reason\":\"抽检不合格\",\"until\":\"" + until + "\"}");
	}

	private String status(String id) {
		return one("select status from member_member where id::text = ?", id);
	}

	@Test
	void eachRowStandsForItself() {
		var farms = farms("各行", 3);
		var reviewer = staff("member.reviewer");
		assertThat(post(reviewer, "/api/v1/members/" + farms.get(1).id() + "/suspension",
				"{\"reason\":\"先停\",\"until\":\"" + UNTIL + "\"}", "0"))
			.hasStatusOk();
		var unknown = UUID.randomUUID().toString();
		var answer = suspend(reviewer, List.of(row(farms.get(0).id(), 0), row(farms.get(1).id(), 1), row(unknown, 0),
				row(farms.get(2).id(), 7), row(farms.get(0).id(), 0)), UNTIL);
		assertThat(answer).hasStatusOk();
		var outcome = json.readTree(text(answer));
		assertThat(outcome.path("done").asInt()).isEqualTo(1);
		assertThat(outcome.path("refused").asInt()).isEqualTo(3);
		assertThat(texts(outcome, "memberId")).as("as chosen, each once")
			.containsExactly(farms.get(0).id(), farms.get(1).id(), unknown, farms.get(2).id());
		assertThat(texts(outcome, "code")).containsExactly("", "member.member.wrong-state", "member.member.not-found",
				"kernel.stale");
		assertThat(outcome.path("rows").get(1).path("words").asString()).contains("暂停");
		assertThat(outcome.path("rows").get(2).path("name").isNull()).isTrue();
		assertThat(farms.stream().map(it -> status(it.id()))).containsExactly("SUSPENDED", "SUSPENDED", "ACTIVE");
		assertThat(
				one("select reason from platform_status_change where object_id::text = ? and status_to = 'SUSPENDED'",
						farms.get(0).id()))
			.isEqualTo("抽检不合格");
	}

	private static List<String> texts(JsonNode outcome, String field) {
		var texts = new ArrayList<String>();
		outcome.path("rows").forEach(row -> texts.add(row.path(field).asString("")));
		return texts;
	}

	@Test
	void whatIsWrongWithTheActIsSaidOnceAndNothingIsDone() {
		var farm = farms("一次", 1).getFirst();
		var reviewer = staff("member.reviewer");
		var rows = List.of(row(farm.id(), 0));
		refused(suspend(reviewer, rows, "2026-01-01"), HttpStatus.UNPROCESSABLE_CONTENT, "member.member.suspend-past");
		assertThat(suspend(reviewer, List.of(), UNTIL)).hasStatus(HttpStatus.BAD_REQUEST);
		assertThat(
				suspend(reviewer, IntStream.range(0, 501).mapToObj(n -> row(Ids.next().toString(), 0)).toList(), UNTIL))
			.hasStatus(HttpStatus.BAD_REQUEST)
			.bodyText()
			.contains("rows");
		assertThat(suspend(staff("member.clerk"), rows, UNTIL)).hasStatus(HttpStatus.FORBIDDEN);
		assertThat(post(staff("member.clerk"), "/api/v1/member-batches/membership",
				"{\"rows\":[" + rows.getFirst() + "],\"organisationId\":\"" + UUID.randomUUID() + "\"}"))
			.hasStatus(HttpStatus.NOT_FOUND);
		assertThat(status(farm.id())).isEqualTo("ACTIVE");
	}

	@Test
	void anotherFederationsAndAnotherTownshipsMembersAreNotThere() {
		var farm = farms("别处", 1).getFirst();
		var rows = List.of(row(farm.id(), 0));
		var neighbour = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "x", "x", DemoWorld.OTHER_TENANT,
				Scope.ALL, staff("member.reviewer").permissions());
		for (var actor : List.of(neighbour, somebody("member.reviewer", Scope.township("330482999")))) {
			var outcome = json.readTree(text(suspend(actor, rows, UNTIL)));
			assertThat(texts(outcome, "code")).containsExactly("member.member.not-found");
			assertThat(outcome.path("rows").get(0).path("no").isNull()).isTrue();
		}
		assertThat(status(farm.id())).isEqualTo("ACTIVE");
	}

	@Test
	void twoWhoActAtOnceShareTheRowsBetweenThem() throws Exception {
		var farms = farms("同时", 12);
		var rows = farms.stream().map(it -> row(it.id(), 0)).toList();
		var start = new CountDownLatch(1);
		try (var threads = Executors.newFixedThreadPool(3)) {
			var answers = new ArrayList<Future<Integer>>();
			for (int n = 0; n < 3; n++) {
				answers.add(threads.submit(() -> {
					start.await();
					var answer = suspend(staff("member.reviewer"), rows, UNTIL);
					assertThat(answer).hasStatusOk();
					return json.readTree(text(answer)).path("done").asInt();
				}));
			}
			start.countDown();
			int done = 0;
			for (var answer : answers) {
				done += answer.get();
			}
			assertThat(done).as("each row once").isEqualTo(12);
		}
		assertThat(one("""
				select count(*)::text from platform_status_change c join member_member m on m.id = c.object_id
				 where m.name like ? and c.status_to = 'SUSPENDED'""", "同时农场%")).isEqualTo("12");
	}

	@Test
	void pageReportsEachRowAndKeepsTheRefusedOnesTicked() {
		var farms = farms("页面", 2);
		var reviewer = staff("member.reviewer");
		var list = text(send(reviewer, HttpMethod.GET, "/console/members?q=页面农场", "", null));
		assertThat(list).contains("name=\"members\" value=\"" + farms.get(0).id() + "\"", "办理符合条件的全部 2 条",
				"<input type=\"hidden\" name=\"q\" value=\"页面农场\"");
		var chosen = form(reviewer, "/console/member-batches", "act", "SUSPENSION", "all", "true", "q", "页面农场");
		assertThat(chosen).hasStatusOk();
		assertThat(text(chosen)).contains("value=\"" + farms.get(0).id() + ":0\"",
				"value=\"" + farms.get(1).id() + ":0\"");
		assertThat(form(reviewer, "/console/member-batches/suspension", "rows", farms.get(0).id() + ":0", "rows",
				farms.get(1).id() + ":0", "until", UNTIL))
			.as("no reason")
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.bodyText()
			.contains("value=\"" + farms.get(0).id() + ":0\"");
		assertThat(post(reviewer, "/api/v1/members/" + farms.get(1).id() + "/suspension",
				"{\"reason\":\"先停\",\"until\":\"" + UNTIL + "\"}", "0"))
			.hasStatusOk();
		var answer = form(reviewer, "/console/member-batches/suspension", "rows", farms.get(0).id() + ":0", "rows",
				farms.get(1).id() + ":0", "reason", "抽检不合格", "until", UNTIL);
		assertThat(answer).hasStatusOk();
		assertThat(text(answer)).contains("办成 1 条，没有办成 1 条", "value=\"" + farms.get(1).id() + ":1\"")
			.doesNotContain("value=\"" + farms.get(0).id() + ":");
		assertThat(form(reviewer, "/console/member-batches/resumption", "rows", farms.get(0).id() + ":1", "rows",
				farms.get(1).id() + ":1", "reason", "已整改"))
			.bodyText()
			.contains("办成 2 条，没有办成 0 条");
	}

	@Test
	void clerkTakesMembersIntoAFederation() {
		var farms = farms("入会", 2);
		var organisation = one("select id::text from member_organisation where kind = ? and closed_on is null limit 1",
				"INDUSTRY");
		var clerk = staff("member.clerk");
		assertThat(text(send(clerk, HttpMethod.GET, "/console/members", "", null))).contains("value=\"MEMBERSHIP\"")
			.doesNotContain("value=\"SUSPENSION\"");
		assertThat(text(send(staff("data.viewer"), HttpMethod.GET, "/console/members", "", null)))
			.doesNotContain("id=\"batch\"", "name=\"members\"");
		var answer = form(clerk, "/console/member-batches/membership", "rows", farms.get(0).id() + ":0", "rows",
				farms.get(1).id() + ":0", "organisationId", organisation);
		assertThat(answer).bodyText().contains("办成 2 条");
		assertThat(one("""
				select count(*)::text from member_membership s join member_member m on m.id = s.member_id
				 where m.name like '入会农场%' and s.organisation_id::text = ?""", organisation)).isEqualTo("2");
	}

	@Test
	void noneAndTooManyAreRefusedWithWords() {
		var reviewer = staff("member.reviewer");
		assertThat(form(reviewer, "/console/member-batches", "act", "SUSPENSION"))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.bodyText()
			.contains("请先勾选会员");
		var many = new ArrayList<String>();
		for (int n = 0; n < 2000; n++) {
			many.addAll(List.of("rows", Ids.next() + ":0"));
		}
		many.addAll(List.of("reason", "抽检不合格", "until", UNTIL));
		assertThat(form(reviewer, "/console/member-batches/suspension", many.toArray(String[]::new)))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
			.bodyText()
			.contains("一次最多办理 500 条");
		assertThat(form(reviewer, "/console/member-batches/resumption", "rows", "none", "reason", "已整改"))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
	}

	private MvcTestResult form(Actor actor, String path, String... fields) {
		var request = mvc.post().uri(path).with(authentication(actor.authentication())).with(csrf());
		for (int i = 0; i < fields.length; i += 2) {
			request.param(fields[i], fields[i + 1]);
		}
		return request.exchange();
	}

}
