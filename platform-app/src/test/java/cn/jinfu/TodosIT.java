package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.web.ToDos;
import cn.jinfu.platform.account.Accounts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionOperations;

/** A task goes from hand to hand, and never to somebody who could not do it. */
@PlatformIT
class TodosIT {

	/**
	 * Returned for correction the clock stands; a draft is promised to nobody; goods run
	 * low without a date.
	 */
	private static final Set<String> WITHOUT_LIMIT = Set.of("member.todo.correct", "supply.todo.PLACE",
			"supply.todo.low");

	@Autowired
	MockMvcTester mvc;

	@Autowired
	Accounts accounts;

	@Autowired
	ToDos toDos;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionOperations transaction;

	@BeforeEach
	void threeCouldDoIt() {
		TaskForTests.ABLE.addAll(Set.of("member.clerk", "member.reviewer", "brand.officer"));
	}

	@AfterEach
	void nobodyCould() {
		TaskForTests.ABLE.clear();
		as("member.clerk").run(() -> transaction.executeWithoutResult(_ -> {
			sql.sql("update platform_todo_assignment set ended_at = now(), ending = 'MOVED' where ended_at is null")
				.update();
			sql.sql("update platform_todo_notice set seen_at = now() where seen_at is null").update();
		}));
	}

	@Test
	void handedOnTaskLeavesEverybodyElsesDesk() {
		assertThat(handOn("member.clerk", "member.reviewer")).hasStatus(HttpStatus.FOUND);
		assertThat(desk("member.reviewer")).contains("甲（示例）", "会员经办");
		assertThat(desk("brand.officer")).doesNotContain("甲（示例）");
		assertThat(handOn("brand.officer", "member.clerk")).hasStatus(HttpStatus.NOT_FOUND);
	}

	@Test
	void taskIsNotHandedToSomebodyWhoCouldNotDoIt() {
		assertThat(handOn("member.clerk", "data.viewer")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(handOn("member.clerk", "member.clerk")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
	}

	@Test
	void senderTakesItBackUntilItIsOpened() {
		handOn("member.clerk", "member.reviewer");
		assertThat(post("member.clerk", "withdrawal")).hasStatus(HttpStatus.FOUND);
		assertThat(desk("brand.officer")).contains("甲（示例）");
		handOn("member.clerk", "member.reviewer");
		assertThat(get("member.reviewer", "/console/todos/opening?key=" + TaskForTests.KEY)).redirectedUrl()
			.isEqualTo("/console/members");
		assertThat(post("member.clerk", "withdrawal")).hasStatus(HttpStatus.CONFLICT);
	}

	@Test
	void receiverHandsItBackWithAReason() {
		handOn("member.clerk", "member.reviewer");
		assertThat(post("member.reviewer", "return", "reason", "")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(post("member.reviewer", "return", "reason", "材料不全")).hasStatus(HttpStatus.FOUND);
		assertThat(desk("member.reviewer")).doesNotContain("材料不全");
		assertThat(desk("member.clerk")).contains("材料不全");
	}

	@Test
	void urgingShowsAndIsLimited() {
		for (var n = 0; n < 3; n++) {
			assertThat(post("brand.officer", "urge")).hasStatus(HttpStatus.FOUND);
		}
		assertThat(post("brand.officer", "urge")).hasStatus(HttpStatus.TOO_MANY_REQUESTS);
		assertThat(desk("member.clerk")).contains("催办 3 次");
	}

	@Test
	void copyIsReadAndPutAway() {
		post("member.clerk", "copy", "reader", id("data.viewer"));
		assertThat(desk("data.viewer")).contains("抄送给我", "甲（示例）");
		var copy = between(desk("data.viewer"), "name=\"copy\" value=\"", "\"");
		assertThat(post("brand.officer", "copies/seen", "copy", copy)).hasStatus(HttpStatus.FOUND);
		assertThat(desk("data.viewer")).as("another cannot put it away").contains("抄送给我");
		post("data.viewer", "copies/seen", "copy", copy);
		assertThat(desk("data.viewer")).doesNotContain("抄送给我");
	}

	@Test
	void standInSeesWhatIsHandedToTheAbsent() {
		var today = LocalDate.now(BusinessClock.ZONE);
		assertThat(post("member.reviewer", "delegation", "account", id("brand.officer"), "from", today.toString(), "to",
				today.plusDays(3).toString()))
			.hasStatus(HttpStatus.FOUND);
		try {
			handOn("member.clerk", "member.reviewer");
			assertThat(desk("brand.officer")).contains("甲（示例）", "您正在为");
			assertThat(desk("member.reviewer")).contains("甲（示例）");
			assertThat(post("member.reviewer", "delegation", "account", id("brand.officer"), "from", today.toString(),
					"to", today.toString()))
				.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		}
		finally {
			post("member.reviewer", "delegation/end");
		}
		assertThat(desk("brand.officer")).doesNotContain("甲（示例）");
	}

	@Test
	void takenOverThroughTheApiItLiesWithWhoTookIt() {
		handOn("member.clerk", "member.reviewer");
		assertThat(takeOver("data.viewer")).as("gives nobody a right").hasStatus(HttpStatus.NOT_FOUND);
		assertThat(takeOver("brand.officer")).hasStatus(HttpStatus.NO_CONTENT);
		assertThat(takeOver("brand.officer")).as("already his").hasStatus(HttpStatus.CONFLICT);
		assertThat(desk("brand.officer")).contains("甲（示例）");
	}

	@Test
	void everyDutyOfTheFederationSaysUntilWhen() {
		TaskForTests.ABLE.clear();
		var seen = new TreeSet<String>();
		for (var person : accounts.staff("330482")) {
			person.run(() -> toDos.possible(person)
				.stream()
				.filter(it -> !it.key().startsWith("alarm:") && !WITHOUT_LIMIT.contains(it.titleKey()))
				.forEach(it -> {
					assertThat(it.dueAt()).as(it.key() + " " + it.titleKey()).isNotNull();
					seen.add(it.key().replaceFirst(":.*", ""));
				}));
		}
		assertThat(seen).contains("lot", "plot", "licence");
	}

	private MvcTestResult takeOver(String login) {
		return mvc.post()
			.uri("/api/v1/todos/" + TaskForTests.KEY + "/takeover")
			.with(authentication(as(login).authentication()))
			.with(csrf())
			.exchange();
	}

	private MvcTestResult handOn(String from, String to) {
		return post(from, "assignment", "to", id(to), "note", "请办");
	}

	private MvcTestResult post(String login, String what, String... params) {
		var request = mvc.post()
			.uri("/console/todos/" + what)
			.param("key", TaskForTests.KEY)
			.with(authentication(as(login).authentication()))
			.with(csrf());
		for (var n = 0; n < params.length; n += 2) {
			request = request.param(params[n], params[n + 1]);
		}
		return request.exchange();
	}

	private static String between(String text, String from, String to) {
		var start = text.indexOf(from) + from.length();
		return text.substring(start, text.indexOf(to, start));
	}

	private MvcTestResult get(String login, String uri) {
		return mvc.get().uri(uri).with(authentication(as(login).authentication())).exchange();
	}

	private String desk(String login) {
		return new String(get(login, "/console?all=true").getResponse().getContentAsByteArray(),
				java.nio.charset.StandardCharsets.UTF_8);
	}

	private String id(String login) {
		return as(login).accountId().toString();
	}

	private Actor as(String login) {
		return accounts.staff("330482").stream().filter(it -> it.login().equals(login)).findFirst().orElseThrow();
	}

}
