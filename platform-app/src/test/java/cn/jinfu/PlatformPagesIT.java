package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.WorkingDays;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The calendar of two people, the description of the API, and the metrics. */
@PlatformIT
class PlatformPagesIT {

	@Autowired
	MockMvcTester mvc;

	@Autowired
	JdbcClient sql;

	@Autowired
	JsonMapper json;

	@Autowired
	WorkingDays workingDays;

	@Test
	void holidayCountsOnceAnotherPersonHasConfirmedIt() {
		var day = LocalDate.of(2028, 5, 1);
		var admin = actor(Ids.next(), "platform:calendar:enter", "platform:calendar:confirm");
		assertThat(enter(admin, day, day, "OFF")).hasStatus(HttpStatus.FOUND);
		assertThat(workingDays.isWorkingDay(day)).as("a Monday, not confirmed yet").isTrue();
		assertThat(confirm(admin, 2028)).as("nobody confirms his own").hasStatus(HttpStatus.FORBIDDEN);
		assertThat(confirm(actor(Ids.next(), "platform:calendar:confirm"), 2028)).hasStatus(HttpStatus.FOUND);
		assertThat(workingDays.isWorkingDay(day)).isFalse();
		assertThat(enter(admin, day, day, "ORDINARY")).hasStatus(HttpStatus.FOUND);
		confirm(actor(Ids.next(), "platform:calendar:confirm"), 2028);
		assertThat(workingDays.isWorkingDay(day)).isTrue();
		assertThat(confirm(actor(Ids.next(), "platform:calendar:confirm"), 2028)).hasStatus(HttpStatus.NOT_FOUND);
	}

	@Test
	void onlyAWeekendIsShiftedToWork() {
		var admin = actor(Ids.next(), "platform:calendar:enter");
		var monday = LocalDate.of(2028, 3, 6);
		assertThat(enter(admin, monday, monday, "WORKING")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(enter(admin, monday, monday.minusDays(1), "OFF")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThatThrownBy(() -> sql.sql("""
				insert into platform_working_day (day, working, name, source) values ('2028-03-06', true, 'x', 'x')""")
			.update()).rootCause().hasMessageContaining("platform_working_day_weekend_ck");
		assertThatThrownBy(() -> sql.sql("""
				insert into platform_working_day (day, working, name, source, entered_by, confirmed_by)
				values ('2028-03-06', false, 'x', 'x', :one, :one)""").param("one", Ids.next()).update()).rootCause()
			.hasMessageContaining("platform_working_day_two_people_ck");
	}

	@Test
	void descriptionListsTheApiAloneAndSaysWhoMayCallAndHowItRefuses() {
		var api = json
			.readTree(new String(mvc.get().uri("/v3/api-docs").exchange().getResponse().getContentAsByteArray(),
					StandardCharsets.UTF_8));
		var paths = api.get("paths").propertyNames();
		assertThat(paths).isNotEmpty().allMatch(path -> path.startsWith("/api/"));
		assertThat(paths).contains("/api/v1/accounts", "/api/partner/v1/cases");
		assertThat(api.at("/components/securitySchemes").propertyNames()).containsExactlyInAnyOrder("machine",
				"session");
		assertThat(api.at("/components/schemas/Problem/properties").propertyNames()).contains("type", "detail", "code",
				"requestId");
		assertThat(api.at("/paths/~1api~1v1~1accounts/get/responses/default/content/application~1problem+json")
			.isMissingNode()).isFalse();
	}

	@Test
	void metricsAreForTheCollectorOnThisMachine() {
		assertThat(mvc.get().uri("/actuator/prometheus").with(request -> {
			request.setRemoteAddr("203.0.113.9");
			return request;
		})).hasStatus(HttpStatus.FOUND);
	}

	@Test
	void addressesOnLabelsAreTimedByThemselves() {
		mvc.get().uri("/t/NOBODY/0000000000000000").exchange();
		mvc.get().uri("/01/1").exchange();
		assertThat(mvc.get().uri("/actuator/prometheus").exchange()).hasStatusOk()
			.bodyText()
			.contains("jinfu_labels_seconds_count{status=\"404\"}", "jinfu_labels_seconds_count{status=\"400\"}",
					"http_server_requests")
			.doesNotContain("uri=\"/t/{space}/{serial}\"", "uri=\"/01/");
	}

	private MvcTestResult enter(Actor actor, LocalDate from, LocalDate to, String kind) {
		return mvc.post()
			.uri("/console/working-days")
			.param("from", from.toString())
			.param("to", to.toString())
			.param("kind", kind)
			.param("name", "测试")
			.param("source", "测试通知")
			.with(authentication(actor.authentication()))
			.with(csrf())
			.exchange();
	}

	private MvcTestResult confirm(Actor actor, int year) {
		return mvc.post()
			.uri("/console/working-days/confirmation")
			.param("year", Integer.toString(year))
			.with(authentication(actor.authentication()))
			.with(csrf())
			.exchange();
	}

	private static Actor actor(UUID person, String... permissions) {
		var all = new java.util.HashSet<>(Set.of("console:open", "platform:calendar:view"));
		all.addAll(Set.of(permissions));
		return new Actor(Actor.Kind.PERSON, person, person, "test", "测试", DemoWorld.MAIN_TENANT, Scope.ALL, all);
	}

}
