package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.io.ByteArrayInputStream;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.FourEyes;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * Outlets, prices, jobs, messages, audit, working days and declarations over REST: lists
 * go on where they stopped, what is another's is not there, and each write keeps its
 * rule.
 */
class RestIT extends OverHttp {

	private static final LocalDate TODAY = LocalDate.now(BusinessClock.ZONE);

	private static final int MOST_PAGES = 60;

	@Autowired
	FourEyes fourEyes;

	@Autowired
	BusinessClock clock;

	@Autowired
	ApplicationContext context;

	@ParameterizedTest
	@CsvSource({ "supply.officer, /api/v1/outlets?, no, 7", "supply.officer, /api/v1/input-prices?, inputId, 3",
			"admin, /api/v1/jobs?, name, 3", "auditor, /api/v1/audit-entries?, id, 5",
			"security, /api/v1/working-days?year=2026, day, 5", "auditor, /api/v1/declarations?, no, 1" })
	void listGoesOnWhereItStoppedAndEachLineOpens(String role, String path, String key, int limit) {
		var first = read(staff(role), path + "&limit=" + limit);
		var seen = new ArrayList<String>();
		var page = first;
		for (int n = 0; n < MOST_PAGES; n++) {
			for (var item : page.path("items")) {
				seen.add(item.path(key).asString());
			}
			if (page.path("next").isNull() || page.path("next").isMissingNode()) {
				break;
			}
			page = read(staff(role), path + "&limit=" + limit + "&after=" + page.path("next").asString());
		}
		assertThat(seen).as(path).isNotEmpty().doesNotHaveDuplicates();
		assertThat(seen.size()).isEqualTo(Math.min(first.path("total").asInt(), MOST_PAGES * limit));
		var line = first.path("items").get(0);
		var id = line.path(line.has("id") ? "id" : line.has("declarationId") ? "declarationId" : key).asString();
		var detail = read(staff(role), path.replaceFirst("\\?.*", "") + "/" + id);
		assertThat(detail.toString()).contains(line.path(key).asString());
		assertThat(send(staff(role), HttpMethod.GET, path + "&after=@@", "", null))
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
	}

	@ParameterizedTest
	@CsvSource({ "supply.officer, /api/v1/outlets", "supply.officer, /api/v1/input-prices",
			"auditor, /api/v1/audit-entries", "auditor, /api/v1/declarations" })
	void whatIsAnothersIsNotThere(String role, String path) {
		var line = read(staff(role), path + "?limit=1").path("items").get(0);
		var id = line.path(line.has("id") ? "id" : line.has("inputId") ? "inputId" : "declarationId").asString();
		var outsider = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "outsider", "outsider",
				DemoWorld.OTHER_TENANT, Scope.ALL, roles.permissions(Set.of(role)));
		assertThat(send(outsider, HttpMethod.GET, path + "/" + id, "", null)).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(read(outsider, path).toString()).doesNotContain(id);
		refused(send(staff("brand.officer"), HttpMethod.GET, path + "/" + id, "", null), HttpStatus.FORBIDDEN,
				"kernel.forbidden");
	}

	@ParameterizedTest
	@CsvSource({ "credit.officer, financing-applications?status=SETTLED, 已结清", "credit.officer, ratings?, 评级",
			"credit.officer, consents?, 同意", "auditor, declarations?, 年度申报", "auditor, guarantees?, 担保",
			"auditor, loans?, 贷", "auditor, facilities?, 授信额度", "member.reviewer, applications?, 入会",
			"data.viewer, organisations?, 平湖市农合联", "member.clerk, members?, 会员", "supply.officer, orders?, 订单",
			"supply.officer, input-sales?, 农资" })
	void listIsDownloadedWhole(String role, String list, String word) throws Exception {
		var answer = send(staff(role), HttpMethod.GET, "/console/" + list.replace("?", "/export?"), "", null);
		assertThat(answer).hasStatusOk();
		assertThat(answer.getResponse().getHeader("Content-Disposition")).contains(".xlsx");
		try (var book = new ReadableWorkbook(new ByteArrayInputStream(answer.getResponse().getContentAsByteArray()))) {
			var rows = book.getFirstSheet().read();
			var page = text(send(staff(role), HttpMethod.GET, "/console/" + list, "", null));
			assertThat(rows.size()).isGreaterThan(1);
			assertThat(book.getFirstSheet().getName() + rows).contains(word).doesNotContain("??", "enum.");
			var total = Pattern.compile("共 ([0-9,]+) [条户家个]").matcher(page);
			if (total.find()) {
				assertThat(rows).hasSize(Integer.parseInt(total.group(1).replace(",", "")) + 1);
			}
		}
	}

	@Test
	void townshipReachesItsOwnOutletsAndFarms() {
		var clerk = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "t", "t", DemoWorld.MAIN_TENANT,
				new Scope(Scope.Kind.TOWNSHIP, "330482103"), roles.permissions(Set.of("township.clerk")));
		assertThat(read(clerk, "/api/v1/outlets?limit=100").path("items")).isNotEmpty()
			.allSatisfy(it -> assertThat(it.path("townshipCode").asString()).isEqualTo("330482103"));
		var foreign = one("select id::text from supply_outlet where township_code <> ? limit 1", "330482103");
		refused(send(clerk, HttpMethod.GET, "/api/v1/outlets/" + foreign, "", null), HttpStatus.NOT_FOUND,
				"supply.outlet.not-found");
		var farm = one("select id::text from member_member where township_code <> ? limit 1", "330482103");
		refused(send(clerk, HttpMethod.GET, "/api/v1/declared-facts?memberId=" + farm, "", null), HttpStatus.NOT_FOUND,
				"member.member.not-found");
	}

	@Test
	void outletIsSuspendedWithItsReasonAndByTheVersionSeen() {
		var officer = staff("supply.officer");
		var outlet = read(officer, "/api/v1/outlets?status=OPEN&limit=100").path("items").get(5);
		var path = "/api/v1/outlets/" + outlet.path("id").asString();
		var seen = outlet.path("version").asLong();
		refused(post(officer, path + "/suspension", "{\"version\":" + seen + "}"), HttpStatus.BAD_REQUEST,
				"kernel.invalid");
		refused(post(officer, path + "/suspension", "{\"reason\":\"许可证\\u0000到期\",\"version\":" + seen + "}"),
				HttpStatus.UNPROCESSABLE_CONTENT, "kernel.unfit");
		refused(post(officer, path + "/suspension", "{\"reason\":\"许可证到期\",\"version\":77}"), HttpStatus.CONFLICT,
				"kernel.stale");
		assertThat(post(officer, path + "/suspension", "{\"reason\":\"许可证到期\",\"version\":" + seen + "}")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.status")
			.isEqualTo("SUSPENDED");
		assertThat(read(officer, path + "/history").get(0).path("reason").asString()).isEqualTo("许可证到期");
		assertThat(post(officer, path + "/resumption", "{\"version\":" + (seen + 1) + "}")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.status")
			.isEqualTo("OPEN");
	}

	@Test
	void priceBeginsOnADayToComeAndOnceADay() {
		var officer = staff("supply.officer");
		var input = read(officer, "/api/v1/input-prices?limit=1").path("items").get(0).path("inputId").asString();
		var body = """
				{"inputId":"%s","price":{"amount":"33.00","currency":"CNY"},"zeroMargin":true,
				 "deposit":{"amount":"0.50","currency":"CNY"},"validFrom":"%s"}""";
		refused(post(officer, "/api/v1/input-prices", body.formatted(input, TODAY.minusDays(1))),
				HttpStatus.UNPROCESSABLE_CONTENT, "supply.price.past");
		var later = TODAY.plusYears(3);
		assertThat(post(officer, "/api/v1/input-prices", body.formatted(input, later))).hasStatus(HttpStatus.CREATED)
			.bodyJson()
			.extractingPath("$.prices[0].price.amount")
			.isEqualTo("33.00");
		refused(post(officer, "/api/v1/input-prices", body.formatted(input, later)), HttpStatus.UNPROCESSABLE_CONTENT,
				"constraint.supply_price_uq");
		refused(post(officer, "/api/v1/input-prices", body.formatted(Ids.next(), later)), HttpStatus.NOT_FOUND,
				"supply.stock.input-not-found");
		refused(post(staff("outlet"), "/api/v1/input-prices", body.formatted(input, later)), HttpStatus.FORBIDDEN,
				"kernel.forbidden");
		assertThat(read(officer, "/api/v1/input-prices?limit=1").toString()).doesNotContain("33.00");
		assertThat(read(officer, "/api/v1/input-prices?limit=1&on=" + later).toString()).contains("33.00");
	}

	@Test
	void jobRunsForADayThatHasCome() {
		var admin = staff("admin");
		var path = "/api/v1/jobs/platform.audit-heads/runs";
		refused(post(admin, path, "{\"date\":\"" + TODAY.plusDays(1) + "\"}"), HttpStatus.UNPROCESSABLE_CONTENT,
				"platform.job.future");
		refused(post(admin, "/api/v1/jobs/none/runs", "{\"date\":\"" + TODAY + "\"}"), HttpStatus.NOT_FOUND,
				"platform.job.unknown");
		refused(post(admin, path, "{}"), HttpStatus.BAD_REQUEST, "kernel.invalid");
		assertThat(post(admin, path, "{\"date\":\"" + TODAY + "\"}")).hasStatus(HttpStatus.ACCEPTED);
		assertThat(read(admin, path).path("items").get(0).path("byLogin").asString()).isEqualTo("admin");
	}

	@Test
	void messageShowsTheNumberMasked() {
		assertThat(mvc.post()
			.uri("/login/code")
			.param("mobile", "13800000001")
			.with(csrf())
			.exchange()
			.getResponse()
			.getStatus()).isLessThan(400);
		var admin = staff("admin");
		var line = read(admin, "/api/v1/messages?limit=1").path("items").get(0);
		assertThat(line.path("to").asString()).contains("****");
		var path = "/api/v1/messages/" + line.path("number").asString();
		assertThat(read(admin, path)).isEqualTo(line);
		refused(send(staff("auditor"), HttpMethod.GET, path, "", null), HttpStatus.FORBIDDEN, "kernel.forbidden");
		refused(send(admin, HttpMethod.GET, "/api/v1/messages/99999999", "", null), HttpStatus.NOT_FOUND,
				"platform.message.not-found");
		refused(send(admin, HttpMethod.GET, "/api/v1/messages/x", "", null), HttpStatus.BAD_REQUEST, "kernel.invalid");
	}

	@Test
	void stepTakesOnePersonOnceTwoHaveAgreedAndNeverBelowTheMinimum() {
		var path = "/api/v1/two-person-step-changes";
		var change = "{\"step\":\"%s\",\"required\":%s,\"reason\":\"人手少\"}";
		refused(post(staff("admin"), path, change.formatted("nothing.at.all", false)), HttpStatus.NOT_FOUND,
				"platform.two-people.unknown");
		refused(post(staff("auditor"), path, change.formatted("brand.licence.decide", false)), HttpStatus.FORBIDDEN,
				"kernel.forbidden");
		refused(post(staff("admin"), path, change.formatted("brand.licence.decide", true)),
				HttpStatus.UNPROCESSABLE_CONTENT, "platform.two-people.already");
		for (var step : fourEyes.steps()) {
			if (!step.switchable()) {
				refused(post(staff("admin"), path, change.formatted(step.code(), false)),
						HttpStatus.UNPROCESSABLE_CONTENT, "platform.two-people.minimum");
			}
			assertThat(roles.allowing(step.permission())).as(step.code()).isNotEmpty();
			assertThat(databaseLets(step.code())).as(step.code()).isEqualTo(step.switchable());
		}
		agree("brand.licence.decide", false);
		assertThat(required("brand.licence.decide")).isFalse();
		agree("brand.licence.decide", true);
		assertThat(required("brand.licence.decide")).isTrue();
	}

	private void agree(String step, boolean required) {
		var admin = staff("admin");
		var path = "/api/v1/two-person-step-changes";
		var body = "{\"step\":\"%s\",\"required\":%s,\"reason\":\"人手少\"}".formatted(step, required);
		assertThat(post(admin, path, body)).hasStatus(HttpStatus.CREATED);
		refused(post(staff("security"), path, body), HttpStatus.CONFLICT, "platform.two-people.open");
		var id = read(staff("security"), path).get(0).path("id").asString();
		assertThat(text(send(admin, HttpMethod.GET, "/console/two-person-steps", "", null))).contains("这是您提出的")
			.doesNotContain("??", id + "/confirmation");
		assertThat(text(send(staff("security"), HttpMethod.GET, "/console/two-person-steps", "", null)))
			.contains(id + "/confirmation");
		refused(post(admin, path + "/" + id + "/confirmation", ""), HttpStatus.FORBIDDEN,
				"platform.two-people.same-person");
		assertThat(post(staff("security"), path + "/" + id + "/confirmation", "")).hasStatus(HttpStatus.NO_CONTENT);
		refused(post(staff("security"), path + "/" + id + "/confirmation", ""), HttpStatus.CONFLICT,
				"platform.two-people.closed");
		assertThat(one("select string_agg(action, ' ' order by id) from platform_audit where object_id = ?::uuid", id))
			.isEqualTo("propose-two-people confirm-two-people");
	}

	private boolean required(String step) {
		for (var line : read(staff("auditor"), "/api/v1/two-person-steps?limit=100").path("items")) {
			if (line.path("step").asString().equals(step)) {
				return line.path("required").asBoolean();
			}
		}
		throw new AssertionError(step);
	}

	/** Whether the database alone would take it; nothing stays of the try. */
	private boolean databaseLets(String step) {
		var let = new boolean[1];
		staff("admin").run(() -> transaction.executeWithoutResult(tried -> {
			tried.setRollbackOnly();
			try {
				sql.sql("""
						insert into platform_four_eyes_change (id, tenant_id, step, required, reason, state, proposed_by,
						  proposed_name, proposed_at)
						values (?, ?, ?, false, 'x', 'PROPOSED', ?, 'a', now())""")
					.params(Ids.next(), DemoWorld.MAIN_TENANT, step, Ids.next())
					.update();
				let[0] = true;
			}
			catch (DataIntegrityViolationException refused) {
				assertThat(refused).hasMessageContaining("platform_four_eyes_change_minimum_ck");
			}
		}));
		return let[0];
	}

	@Test
	void businessClockRefusesToGoBackOrTooFarAndKeepsWhatItIsToldInADemoAlone() {
		var path = "/api/v1/business-clock";
		var admin = staff("admin");
		assertThat(read(admin, path).path("aheadDays").asInt()).isZero();
		for (var day : new LocalDate[] { TODAY.minusDays(1), TODAY }) {
			refused(send(admin, HttpMethod.PUT, path, "{\"date\":\"" + day + "\"}", null),
					HttpStatus.UNPROCESSABLE_CONTENT, "platform.clock.back");
		}
		refused(send(admin, HttpMethod.PUT, path, "{\"date\":\"" + TODAY.plusYears(3).plusDays(2) + "\"}", null),
				HttpStatus.UNPROCESSABLE_CONTENT, "platform.clock.too-far");
		refused(send(staff("security"), HttpMethod.PUT, path, "{\"date\":\"" + TODAY.plusDays(2) + "\"}", null),
				HttpStatus.FORBIDDEN, "kernel.forbidden");
		assertThat(text(send(admin, HttpMethod.GET, "/console/business-clock", "", null)))
			.contains("业务日期", TODAY.toString())
			.doesNotContain("??", "演示中已前移");
		refusedByTheDatabase("update platform_business_clock set ahead_days = 39", "never goes back");
		refusedByTheDatabase("delete from platform_business_clock", "permission denied");
		refusedByTheDatabase("update platform_business_clock set ahead_days = 1097",
				"platform_business_clock_ahead_ck");
		staff("admin").run(() -> transaction.executeWithoutResult(tried -> {
			tried.setRollbackOnly();
			sql.sql("update platform_tenant set demo = false where code = ?").param(DemoWorld.OTHER_TENANT).update();
			assertThatThrownBy(() -> sql
				.sql("insert into platform_business_clock (ahead_days, moved_by, moved_name) values (40, ?, 'a')")
				.param(Ids.next())
				.update()).rootCause().hasMessageContaining("in a demo only");
		}));
		refused(whileReal(() -> send(admin, HttpMethod.GET, path, "", null)), HttpStatus.FORBIDDEN,
				"platform.clock.not-demo");
	}

	@Test
	void clientIsBoundBySecurityAloneAndAnothersIsUnknown() {
		var path = "/api/v1/clients";
		assertThat(read(staff("auditor"), path).path("items").get(0).path("bound").asBoolean()).isFalse();
		refused(send(staff("admin"), HttpMethod.PUT, path + "/bank-b/binding", "{\"bound\":true}", null),
				HttpStatus.FORBIDDEN, "kernel.forbidden");
		var outsider = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "o", "o", DemoWorld.OTHER_TENANT, Scope.ALL,
				roles.permissions(Set.of("security")));
		assertThat(read(outsider, path).toString()).doesNotContain("bank-b");
		refused(send(outsider, HttpMethod.PUT, path + "/bank-b/binding", "{\"bound\":true}", null),
				HttpStatus.NOT_FOUND, "platform.client.unknown");
		for (var bound : new boolean[] { true, false }) {
			var body = "{\"bound\":" + bound + "}";
			assertThat(send(staff("security"), HttpMethod.PUT, path + "/bank-b/binding", body, null))
				.hasStatus(HttpStatus.NO_CONTENT);
			refused(send(staff("security"), HttpMethod.PUT, path + "/bank-b/binding", body, null),
					HttpStatus.UNPROCESSABLE_CONTENT, "platform.client.already");
			assertThat(text(send(staff("security"), HttpMethod.GET, "/console/clients", "", null)))
				.contains(bound ? "bank-b/unbinding" : "bank-b/binding")
				.doesNotContain("??");
		}
	}

	@Test
	void everyFaceSaysThatTheBusinessDateWasMoved() {
		var ahead = (AtomicInteger) Objects.requireNonNull(ReflectionTestUtils.getField(clock, "aheadDays"));
		ahead.set(30);
		try {
			var member = UUID.fromString(
					one("select id::text from member_member where tenant_id = ? limit 1", DemoWorld.MAIN_TENANT));
			var words = "业务日期 " + TODAY.plusDays(30) + "（演示中已前移）";
			assertThat(text(send(staff("admin"), HttpMethod.GET, "/console/business-clock", "", null))).contains(words);
			assertThat(text(mvc.get().uri("/login").exchange())).contains(words);
			assertThat(text(mvc.get().uri("/register/licences").exchange())).contains(words);
			assertThat(text(send(somebody("farm", Scope.member(member)), HttpMethod.GET, "/portal", "", null)))
				.contains(words);
		}
		finally {
			ahead.set(0);
		}
	}

	/**
	 * All in one transaction that is taken back, so the clock of the other tests stays.
	 */
	@Test
	void movedClockIsKeptAndLoadedAtTheNextStart() {
		var path = "/api/v1/business-clock";
		var admin = staff("admin");
		var ahead = (AtomicInteger) Objects.requireNonNull(ReflectionTestUtils.getField(clock, "aheadDays"));
		admin.run(() -> transaction.executeWithoutResult(tried -> {
			tried.setRollbackOnly();
			assertThat(send(admin, HttpMethod.PUT, path, "{\"date\":\"" + TODAY.plusDays(40) + "\"}", null))
				.hasStatusOk();
			assertThat(clock.aheadDays()).as("before the commit").isZero();
			assertThat(sql.sql("select ahead_days from platform_business_clock").query(Integer.class).single())
				.isEqualTo(40);
			refused(send(admin, HttpMethod.PUT, path, "{\"date\":\"" + TODAY.plusDays(39) + "\"}", null),
					HttpStatus.UNPROCESSABLE_CONTENT, "platform.clock.back");
			try {
				context.getBeansOfType(SmartLifecycle.class)
					.values()
					.stream()
					.filter(it -> it.getClass().getSimpleName().equals("ClockLoader"))
					.forEach(SmartLifecycle::start);
				assertThat(clock.today()).isEqualTo(TODAY.plusDays(40));
			}
			finally {
				ahead.set(0);
			}
		}));
	}

	/** With the clock 40 days ahead; nothing stays of it. */
	private void refusedByTheDatabase(String statement, String words) {
		staff("admin").run(() -> transaction.executeWithoutResult(tried -> {
			tried.setRollbackOnly();
			sql.sql("insert into platform_business_clock (ahead_days, moved_by, moved_name) values (40, ?, 'a')")
				.param(Ids.next())
				.update();
			assertThat(sql.sql("select (jf_business_now() at time zone 'Asia/Shanghai')::date")
				.query(LocalDate.class)
				.single()).isEqualTo(LocalDate.now(BusinessClock.ZONE).plusDays(40));
			assertThatThrownBy(() -> sql.sql(statement).update()).rootCause().hasMessageContaining(words);
		}));
	}

	/** As if a tenant with real data were there; taken away again. */
	private MvcTestResult whileReal(Supplier<MvcTestResult> request) {
		var changed = "update platform_tenant set demo = ? where code = ?";
		sql.sql(changed).params(false, DemoWorld.OTHER_TENANT).update();
		try {
			return request.get();
		}
		finally {
			sql.sql(changed).params(true, DemoWorld.OTHER_TENANT).update();
		}
	}

	@Test
	void workingDayCountsWhenAnotherHasConfirmedIt() {
		var saturday = TODAY.plusYears(2)
			.with(TemporalAdjusters.firstDayOfYear())
			.with(TemporalAdjusters.nextOrSame(DayOfWeek.SATURDAY));
		var both = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "both", "both", DemoWorld.MAIN_TENANT,
				Scope.ALL, roles.permissions(Set.of("admin", "security")));
		var draft = "{\"from\":\"%s\",\"to\":\"%s\",\"kind\":\"%s\",\"name\":\"调休\",\"source\":\"试验\"}";
		var confirmation = "{\"year\":" + saturday.getYear() + "}";
		refused(post(both, "/api/v1/working-day-drafts",
				draft.formatted(saturday.plusDays(2), saturday.plusDays(2), "WORKING")),
				HttpStatus.UNPROCESSABLE_CONTENT, "platform.calendar.weekday");
		assertThat(post(both, "/api/v1/working-day-drafts", draft.formatted(saturday, saturday, "WORKING")))
			.hasStatus(HttpStatus.CREATED);
		refused(post(both, "/api/v1/working-day-drafts/confirmation", confirmation), HttpStatus.FORBIDDEN,
				"platform.calendar.same-person");
		assertThat(read(both, "/api/v1/working-days/" + saturday).path("working").asBoolean()).isFalse();
		assertThat(post(staff("security"), "/api/v1/working-day-drafts/confirmation", confirmation)).hasStatusOk();
		assertThat(read(both, "/api/v1/working-days/" + saturday).path("working").asBoolean()).isTrue();
		assertThat(read(both, "/api/v1/working-day-drafts?year=" + saturday.getYear()).path("items")).isEmpty();
		assertThat(post(both, "/api/v1/working-day-drafts", draft.formatted(saturday, saturday, "ORDINARY")))
			.hasStatus(HttpStatus.CREATED);
		assertThat(post(staff("security"), "/api/v1/working-day-drafts/confirmation", confirmation)).hasStatusOk();
		assertThat(read(both, "/api/v1/working-days/" + saturday).path("working").asBoolean()).isFalse();
		assertThat(post(both, "/api/v1/working-day-drafts", draft.formatted(saturday, saturday, "OFF")))
			.hasStatus(HttpStatus.CREATED);
		assertThat(send(both, HttpMethod.DELETE, "/api/v1/working-day-drafts/" + saturday, "", null))
			.hasStatus(HttpStatus.NO_CONTENT);
		refused(send(both, HttpMethod.DELETE, "/api/v1/working-day-drafts/" + saturday, "", null), HttpStatus.NOT_FOUND,
				"platform.calendar.no-draft");
	}

	@Test
	void declarationIsVerifiedByItsTownshipAndNeverByWhoFilledItIn() {
		var member = one(
				"""
						select m.id::text from member_member m where m.status = 'ACTIVE' and m.township_code = ?
						   and not exists (select 1 from credit_declaration d where d.member_id = m.id) order by m.no limit 1""",
				"330482103");
		var person = Ids.next();
		var farm = new Actor(Actor.Kind.PERSON, person, person, "f", "f", DemoWorld.MAIN_TENANT,
				new Scope(Scope.Kind.MEMBER, member), roles.permissions(Set.of("farm")));
		var made = post(farm, "/api/v1/declarations", """
				{"salesWan":30,"salesBeforeWan":25,"profit":"PROFIT_THREE_YEARS","debtsWan":2,"inputCredit":"NONE",
				 "yearsRunning":6,"facilitiesWan":12,"landUntil":"2035-12-31","insuredPercent":90,"equipment":"SOME",
				 "outputPercent":96,"planPercent":100,"trainingHours":16,"honour":"COUNTY","households":3}""");
		assertThat(made).hasStatus(HttpStatus.CREATED);
		var path = String.valueOf(made.getResponse().getHeader("Location"));
		var tag = String.valueOf(made.getResponse().getHeader("ETag")).replace("\"", "");
		refused(post(farm, "/api/v1/declarations", "{}"), HttpStatus.BAD_REQUEST, "kernel.invalid");
		var clerk = clerk(Ids.next(), "330482103");
		refused(post(clerk, path + "/verification", "{}"), HttpStatus.PRECONDITION_REQUIRED, "kernel.if-match");
		refused(post(clerk, path + "/verification", "{}", "77"), HttpStatus.PRECONDITION_FAILED, "kernel.stale");
		refused(post(clerk(person, "330482103"), path + "/verification", "{}", tag), HttpStatus.FORBIDDEN,
				"credit.declaration.four-eyes");
		refused(post(clerk(Ids.next(), "330482101"), path + "/verification", "{}", tag), HttpStatus.NOT_FOUND,
				"credit.declaration.not-found");
		refused(post(farm, path + "/verification", "{}", tag), HttpStatus.FORBIDDEN, "kernel.forbidden");
		assertThat(post(clerk, path + "/verification", "{\"note\":\"与台账一致\"}", tag)).hasStatusOk()
			.bodyJson()
			.extractingPath("$.status")
			.isEqualTo("VERIFIED");
		assertThat(read(farm, path).path("note").asString()).isEqualTo("与台账一致");
		var officer = staff("credit.officer");
		assertThat(post(officer, "/api/v1/declared-facts",
				"{\"memberId\":\"%s\",\"register\":\"B505\",\"category\":\"NONE\",\"source\":\"裁判文书网\"}"
					.formatted(member)))
			.hasStatus(HttpStatus.NO_CONTENT);
		refused(post(officer, "/api/v1/declared-facts",
				"{\"memberId\":\"%s\",\"register\":\"B505\",\"category\":\"BEST\",\"source\":\"裁判文书网\"}"
					.formatted(member)),
				HttpStatus.UNPROCESSABLE_CONTENT, "credit.declaration.look-up");
		var facts = read(officer, "/api/v1/declared-facts?memberId=" + member + "&limit=4");
		var rest = read(officer,
				"/api/v1/declared-facts?memberId=" + member + "&limit=100&after=" + facts.path("next").asString());
		assertThat(facts.path("items").size() + rest.path("items").size()).isEqualTo(facts.path("total").asInt());
		assertThat(facts + "" + rest).contains("裁判文书网", "H303");
	}

	@Test
	void missingYesOrNoIsNamed() {
		var price = """
				{"inputId":"%s","price":{"amount":"10.00","currency":"CNY"},"deposit":{"amount":"0.00","currency":"CNY"}}"""
			.formatted(Ids.next());
		var answer = post(staff("supply.officer"), "/api/v1/input-prices", price);
		refused(answer, HttpStatus.BAD_REQUEST, "kernel.invalid");
		assertThat(answer).bodyJson().extractingPath("$.errors[0].field").isEqualTo("zeroMargin");
		var wrong = post(staff("supply.officer"), "/api/v1/input-prices", price.replace("10.00", "ten"));
		assertThat(wrong).bodyJson().extractingPath("$.errors[0].field").asString().startsWith("price");
	}

	private Actor clerk(UUID person, String township) {
		return new Actor(Actor.Kind.PERSON, Ids.next(), person, "c", "c", DemoWorld.MAIN_TENANT,
				new Scope(Scope.Kind.TOWNSHIP, township), roles.permissions(Set.of("township.clerk")));
	}

}
