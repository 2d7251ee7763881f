package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Whom a farm rings when the office is closed. */
class DutyIT extends OverHttp {

	private static final AtomicInteger NUMBER = new AtomicInteger(1000);

	private static final Instant HOUR = Instant.now().truncatedTo(ChronoUnit.HOURS);

	private String organisation(String kind, String code) {
		return one("select id::text from member_organisation where closed_on is null and kind || division_code = ?",
				kind + code);
	}

	private String farm() {
		return one("select member_id::text from member_post p join member_member m on m.id = p.member_id "
				+ "where m.township_code = ? and m.status = 'ACTIVE' limit 1", "330482103");
	}

	private static String phone() {
		return "0573-8500" + NUMBER.incrementAndGet();
	}

	private MvcTestResult plan(Actor actor, String organisation, String phone, Instant from, Instant to) {
		return post(actor, "/api/v1/duty-shifts",
				"{\"organisationId\":\"%s\",\"personName\":\"夜班\",\"phone\":\"%s\",\"from\":\"%s\",\"to\":\"%s\"}"
					.formatted(organisation, phone, from, to));
	}

	private Actor phoneOf(String member) {
		return somebody("farm", Scope.member(UUID.fromString(member)));
	}

	@Test
	void farmRingsWhoIsOnDutyAndSeesUntilWhen() {
		var own = organisation("TOWNSHIP", "330482103");
		var phone = phone();
		var to = HOUR.plus(Duration.ofHours(3));
		assertThat(plan(staff("member.clerk"), own, phone, HOUR.minus(Duration.ofHours(2)), to))
			.hasStatus(HttpStatus.CREATED);
		var later = phone();
		assertThat(plan(staff("member.clerk"), own, later, to, to.plus(Duration.ofHours(9)))).as("the next")
			.hasStatus(HttpStatus.CREATED);
		var elsewhere = phone();
		assertThat(plan(staff("member.clerk"), organisation("TOWNSHIP", "330482102"), elsewhere, HOUR, to))
			.hasStatus(HttpStatus.CREATED);
		var page = text(send(phoneOf(farm()), HttpMethod.GET, "/portal", "", null));
		assertThat(page)
			.contains("href=\"tel:" + phone + "\"", "打给值班的夜班",
					"值班到 " + java.time.format.DateTimeFormatter.ofPattern("MM-dd HH:mm")
						.format(to.atZone(BusinessClock.ZONE)))
			.doesNotContain(later, elsewhere);
		assertThat(page.indexOf(phone)).as("the township's before the county's")
			.isLessThan(page.indexOf("tel:0573-00000110"));
	}

	@Test
	void clerkOfATownshipPlansForHisOwn() {
		var mine = somebody("township.clerk", Scope.township("330482103"));
		var from = HOUR.plus(Duration.ofDays(20));
		var made = plan(mine, organisation("TOWNSHIP", "330482103"), phone(), from, from.plus(Duration.ofHours(10)));
		assertThat(made).hasStatus(HttpStatus.CREATED);
		refused(plan(mine, organisation("TOWNSHIP", "330482102"), phone(), from, from.plus(Duration.ofHours(10))),
				HttpStatus.NOT_FOUND, "member.organisation.not-found");
		refused(plan(mine, organisation("FEDERATION", "330482"), phone(), from, from.plus(Duration.ofHours(10))),
				HttpStatus.NOT_FOUND, "member.organisation.not-found");
		var path = "/api/v1/duty-shifts/" + json.readTree(text(made)).path("id").asString();
		assertThat(send(somebody("township.clerk", Scope.township("330482102")), HttpMethod.DELETE, path, "", null))
			.hasStatus(HttpStatus.NOT_FOUND);
		assertThat(send(mine, HttpMethod.DELETE, path, "", null)).hasStatus(HttpStatus.NO_CONTENT);
		assertThat(send(mine, HttpMethod.GET, path, "", null)).hasStatus(HttpStatus.NOT_FOUND);
		var neighbour = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "x", "x", DemoWorld.OTHER_TENANT,
				Scope.ALL, staff("member.clerk").permissions());
		assertThat(text(send(neighbour, HttpMethod.GET, "/api/v1/duty-shifts", "", null))).isEqualTo("[]");
	}

	@ParameterizedTest
	@CsvSource({ "0573-85000001, 0, 0, hours", "0573-85000001, 0, 169, long", "0573-85000001, -30, -20, past",
			"+86 138, 0, 8, phone", "dial me, 0, 8, phone" })
	void shiftThatCannotBeIsRefused(String phone, int from, int to, String code) {
		refused(plan(staff("member.clerk"), organisation("FEDERATION", "330482"), phone,
				HOUR.plus(Duration.ofHours(from)), HOUR.plus(Duration.ofHours(to))), HttpStatus.UNPROCESSABLE_CONTENT,
				"member.duty." + code);
	}

	@Test
	void oneTelephoneIsPlannedOnceForOneHour() {
		var root = organisation("FEDERATION", "330482");
		var phone = phone();
		var from = HOUR.plus(Duration.ofDays(30));
		assertThat(plan(staff("member.clerk"), root, phone, from, from.plus(Duration.ofHours(8))))
			.hasStatus(HttpStatus.CREATED);
		refused(plan(staff("member.clerk"), root, phone, from, from.plus(Duration.ofHours(9))),
				HttpStatus.UNPROCESSABLE_CONTENT, "member.duty.twice");
		assertThatThrownBy(() -> Tenant.runAs(DemoWorld.MAIN_TENANT,
				() -> transaction.executeWithoutResult(_ -> sql
					.sql("""
							insert into member_duty_shift (id, tenant_id, version, organisation_id, person_name, phone, from_at, to_at)
							values (?, jf_tenant(), 0, ?::uuid, 'x', '110', now(), now() + interval '8 days')""")
					.params(Ids.next(), root)
					.update())))
			.rootCause()
			.hasMessageContaining("member_duty_shift_hours_ck");
	}

	@Test
	void formOfTheConsoleReachesIntoTheNextMorning() {
		var phone = phone();
		var day = LocalDate.now(BusinessClock.ZONE).plusDays(40);
		var root = organisation("FEDERATION", "330482");
		var request = mvc.post()
			.uri("/console/duty-shifts")
			.with(authentication(staff("member.clerk").authentication()))
			.with(csrf())
			.param("organisationId", root)
			.param("personName", "夜班")
			.param("phone", phone)
			.param("day", day.toString())
			.param("from", "17:30")
			.param("to", "08:30");
		assertThat(request.exchange()).redirectedUrl().isEqualTo("/console/duty-shifts");
		assertThat(text(send(staff("member.clerk"), HttpMethod.GET, "/console/duty-shifts", "", null)))
			.contains("value=\"17:30\"", "value=\"08:30\"");
		assertThat(text(send(staff("data.viewer"), HttpMethod.GET, "/console/duty-shifts", "", null)))
			.contains(phone, day + " 17:30", day.plusDays(1) + " 08:30")
			.doesNotContain("<form class=\"panel\"");
		assertThat(mvc.post()
			.uri("/console/duty-shifts")
			.with(authentication(staff("member.clerk").authentication()))
			.with(csrf())
			.param("organisationId", root)
			.param("personName", " ")
			.param("phone", phone)
			.param("day", day.toString())
			.param("from", "5pm")
			.param("to", "08:30")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText().contains("err-sum");
	}

	@Test
	void roleWithoutThePermissionPlansNothing() {
		assertThat(plan(staff("member.reviewer"), organisation("FEDERATION", "330482"), phone(), HOUR,
				HOUR.plus(Duration.ofHours(8))))
			.hasStatus(HttpStatus.FORBIDDEN);
	}

}
