package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.simulator.BankSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * From a sandbox in which everything was done to calls in earnest, one level after the
 * other.
 */
@DisplayName("R26: a bank's machine goes live level by level")
class PartnerLevelIT extends OverHttp {

	private static final String LEVELS = "/api/v1/partner-levels";

	private static final String REPORT = "/api/v1/partner-conformance/bank-b";

	@Value("${jinfu.data}")
	Path data;

	private BankClient bank;

	private Actor admin;

	@BeforeEach
	void aBank() throws Exception {
		admin = staff("admin");
		bank = new BankClient(data.resolve("demo/clients/bank-b.json"));
	}

	/** Other tests find the demo's bank as it was. */
	@AfterEach
	void everythingIsOpenAgain() {
		for (int level = 1; level <= 3; level++) {
			insert(level, "DEMO");
		}
	}

	@Test
	void aLevelOpensByTwoPeopleWhenItsRunsAreThere() throws Exception {
		theDatabaseKnowsTheSameList();
		close();
		nothingButItsOwnKeysIsOpen();
		assertThat(new BankClient(data.resolve("demo/clients/bank-b-test.json")).get("/cases").send().status())
			.as("the sandbox has no levels")
			.isEqualTo(200);

		refused(propose(admin, 1), HttpStatus.UNPROCESSABLE_CONTENT, "credit.partner-level.unproved");
		assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(() -> insert(1, "RUNS"))
			.satisfies(it -> assertThat(Constraints.name(it)).hasValue("credit_bank_level_proved_ck"));
		assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(() -> insert(2, "DEMO"))
			.satisfies(it -> assertThat(Constraints.name(it)).hasValue("credit_bank_level_order_ck"));
		assertThat(page(admin, "/console/partner-conformance?bank=bank-b")).contains("沙箱还差").doesNotContain("提出上线");

		sandbox();
		var levels = read(admin, REPORT).path("levels");
		for (var level : levels) {
			assertThat(level.path("sandboxDone")).as(levels.toString()).isEqualTo(level.path("sandboxOf"));
			assertThat(level.path("live").asBoolean()).isFalse();
		}
		assertThat(page(admin, "/console/partner-conformance?bank=bank-b")).contains("提出上线", "请求太频繁（.01）");

		refused(propose(admin, 2), HttpStatus.UNPROCESSABLE_CONTENT, "credit.partner-level.below");
		refused(propose(admin, 9), HttpStatus.BAD_REQUEST, "kernel.invalid");
		var first = proposed(1);
		refused(propose(admin, 1), HttpStatus.CONFLICT, "credit.partner-level.open");
		assertThat(bank.get("/cases").send().problem()).as("one person is not enough").isEqualTo("not_live");
		refused(post(admin, LEVELS + "/" + first + "/confirmation", ""), HttpStatus.FORBIDDEN,
				"credit.partner-level.four-eyes");
		assertThat(page(admin, "/console/partner-conformance?bank=bank-b")).contains("这是您提出的");
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> change("update credit_bank_level set state = 'LIVE', confirmed_by = proposed_by,"
					+ " confirmed_name = 'x', confirmed_at = now() where id = ?", first))
			.satisfies(it -> assertThat(Constraints.name(it)).hasValue("credit_bank_level_two_people_ck"));
		confirmed(first);
		assertThat(bank.get("/cases").send().status()).isEqualTo(200);
		assertThat(bank.post("/cases/RZ-NONE/contracts", "{}").signed().send().problem()).isEqualTo("not_live");
		assertThat(bank.get("/cases/RZ-NONE/documents/" + UUID.randomUUID()).send().problem()).isEqualTo("not_live");

		var live = whatGoesRoundTheRuleIsToldInWords();
		confirmed(proposed(2));
		confirmed(proposed(3));
		assertThat(bank.get("/webhook-endpoints").send().status()).isEqualTo(200);
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> change("update credit_bank_level set state = 'ENDED', ended_by = proposed_by,"
					+ " ended_name = 'x', ended_at = now(), reason = 'xx' where id = ?", live))
			.satisfies(it -> assertThat(Constraints.name(it)).hasValue("credit_bank_level_order_ck"));
		refused(post(admin, LEVELS + "/" + live + "/ending", "{\"reason\":\"x\"}"), HttpStatus.BAD_REQUEST,
				"kernel.invalid");
		assertThat(form("/console/partner-conformance/levels/" + live + "/ending", "reason", "银行换系统"))
			.isEqualTo(HttpStatus.FOUND.value());
		nothingButItsOwnKeysIsOpen();
		assertThat(page(admin, "/console/partner-conformance?bank=bank-b")).contains("停用记录", "银行换系统");
	}

	/**
	 * Proposed while somebody closes the level below: the rule saw it live, the database
	 * sees it closed.
	 * @return the first level, open again
	 */
	private UUID whatGoesRoundTheRuleIsToldInWords() throws Exception {
		try (var pool = Executors.newSingleThreadExecutor()) {
			var late = Tenant.callAs(DemoWorld.MAIN_TENANT, () -> transaction.execute(_ -> {
				sql.sql("""
						update credit_bank_level l set state = 'ENDED', ended_by = gen_random_uuid(), ended_name = 'x',
						       ended_at = now(), reason = 'xx'
						  from credit_bank b where b.id = l.bank_id and b.client_id = 'bank-b' and l.level = 1
						   and l.state = 'LIVE'""").update();
				var proposal = pool.submit(() -> propose(admin, 2));
				waitsForALock();
				return proposal;
			}));
			refused(Objects.requireNonNull(late).get(), HttpStatus.UNPROCESSABLE_CONTENT,
					"constraint.credit_bank_level_order_ck");
		}
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> Tenant.callAs(DemoWorld.MAIN_TENANT,
					() -> transaction.execute(
							_ -> sql.sql("update credit_bank_level set reason = 'yy' where state = 'ENDED'").update())))
			.satisfies(it -> assertThat(Constraints.name(it)).hasValue("credit_bank_level_final_ck"));
		var anew = proposed(1);
		confirmed(anew);
		return anew;
	}

	private void waitsForALock() {
		for (int n = 0; n < 200; n++) {
			var waiting = sql.sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
				.query(Integer.class)
				.single();
			if (waiting > 0) {
				return;
			}
			try {
				Thread.sleep(25);
			}
			catch (InterruptedException over) {
				throw new IllegalStateException(over);
			}
		}
		throw new AssertionError("nobody waits");
	}

	@Test
	void severalPeopleWhoOpenItAtOnceOpenItOnce() throws Exception {
		close();
		var codes = new ArrayList<Integer>();
		try (var pool = Executors.newFixedThreadPool(4)) {
			var tasks = new ArrayList<Callable<Integer>>();
			for (int n = 0; n < 4; n++) {
				tasks.add(() -> {
					try {
						return insertAlways(1);
					}
					catch (DataIntegrityViolationException second) {
						return 0;
					}
				});
			}
			for (var done : pool.invokeAll(tasks)) {
				codes.add(done.get());
			}
		}
		assertThat(codes.stream().mapToInt(it -> it).sum()).isEqualTo(1);
	}

	@Test
	void whoMayNotIsRefusedBeforeAnythingIsSaid() {
		for (var role : List.of("auditor", "credit.officer", "bank.officer")) {
			assertThat(post(staff(role), LEVELS, "{\"clientId\":\"nobody\",\"level\":1}"))
				.hasStatus(HttpStatus.FORBIDDEN);
			assertThat(post(staff(role), LEVELS + "/" + UUID.randomUUID() + "/confirmation", ""))
				.hasStatus(HttpStatus.FORBIDDEN);
		}
		refused(post(admin, LEVELS + "/" + UUID.randomUUID() + "/confirmation", ""), HttpStatus.NOT_FOUND,
				"credit.partner-level.not-found");
		refused(post(admin, LEVELS, "{\"clientId\":\"nobody\",\"level\":1}"), HttpStatus.NOT_FOUND,
				"credit.bank.not-found");
	}

	private void theDatabaseKnowsTheSameList() {
		var report = read(admin, REPORT);
		var wanted = new ArrayList<String>();
		report.path("steps").forEach(it -> wanted.add(it.path("step").asString() + " " + it.path("level")));
		report.path("refusals")
			.forEach(it -> wanted.add("REFUSAL_" + it.path("failure").asString() + " " + it.path("level")));
		var kept = Tenant.callAs(DemoWorld.MAIN_TENANT,
				() -> transaction
					.execute(_ -> sql.sql("select requirement || ' ' || level from credit_level_requirement")
						.query(String.class)
						.list()));
		assertThat(kept).containsExactlyInAnyOrderElementsOf(wanted);
	}

	private void close() {
		for (var line : read(admin, LEVELS + "?clientId=bank-b")) {
			if (line.path("level").asInt() == 1 && !line.path("state").asString().equals("ENDED")) {
				assertThat(post(admin, LEVELS + "/" + line.path("id").asString() + "/ending", "{\"reason\":\"换系统\"}"))
					.hasStatus(HttpStatus.NO_CONTENT);
			}
		}
	}

	private void nothingButItsOwnKeysIsOpen() throws Exception {
		for (var path : List.of("/cases", "/cases/RZ-NONE", "/events", "/loans/L-NONE", "/bookings/JZ-NONE",
				"/webhook-endpoints", "/%77ebhook-endpoints", "/webhook-deliveries")) {
			var answer = bank.get(path).send();
			assertThat(answer.status()).as(path).isEqualTo(403);
			assertThat(answer.problem()).as(path).isEqualTo("not_live");
		}
		assertThat(bank.post("/loans", "{}").signed().send().problem()).isEqualTo("not_live");
		for (var path : List.of("/keys", "/message-keys", "/conformance")) {
			assertThat(bank.get(path).send().status()).as(path).isEqualTo(200);
		}
	}

	private void sandbox() throws Exception {
		int port;
		try (var free = new ServerSocket(0)) {
			port = free.getLocalPort();
		}
		var said = new ByteArrayOutputStream();
		var code = BankSimulator.run(new String[] { data.resolve("demo/clients/bank-b-test.json").toString(),
				"--sandbox", "--webhooks=" + port }, new PrintStream(said, true, StandardCharsets.UTF_8));
		assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
	}

	private MvcTestResult propose(Actor who, int level) {
		return post(who, LEVELS, "{\"clientId\":\"bank-b\",\"level\":" + level + "}");
	}

	private UUID proposed(int level) {
		var answer = propose(admin, level);
		assertThat(answer).as(text(answer)).hasStatus(HttpStatus.CREATED);
		JsonNode made = json.readTree(text(answer));
		return UUID.fromString(made.path("id").asString());
	}

	private void confirmed(UUID id) {
		var answer = post(staff("security"), LEVELS + "/" + id + "/confirmation", "");
		assertThat(answer).as(text(answer)).hasStatus(HttpStatus.NO_CONTENT);
	}

	private void insert(int level, String basis) {
		Tenant.callAs(DemoWorld.MAIN_TENANT, () -> transaction.execute(_ -> sql.sql("""
				insert into credit_bank_level (id, tenant_id, bank_id, level, basis, state, proposed_by, proposed_name,
				  proposed_at, confirmed_by, confirmed_name, confirmed_at)
				select :id, b.tenant_id, b.id, :level, :basis, 'LIVE', :one, 'x', now(), :other, 'y', now()
				  from credit_bank b where b.client_id = 'bank-b' and not exists (select 1 from credit_bank_level l
				    where l.bank_id = b.id and l.level = :level and l.state = 'LIVE')""")
			.param("id", Ids.next())
			.param("level", level)
			.param("basis", basis)
			.param("one", Ids.next())
			.param("other", Ids.next())
			.update()));
	}

	private int insertAlways(int level) {
		return Tenant.callAs(DemoWorld.MAIN_TENANT, () -> transaction.execute(_ -> sql
			.sql("""
					insert into credit_bank_level (id, tenant_id, bank_id, level, basis, state)
					select :id, b.tenant_id, b.id, :level, 'DEMO', 'LIVE' from credit_bank b where b.client_id = 'bank-b'""")
			.param("id", Ids.next())
			.param("level", level)
			.update()));
	}

	private void change(String statement, UUID id) {
		Tenant.callAs(DemoWorld.MAIN_TENANT, () -> transaction.execute(_ -> sql.sql(statement).param(id).update()));
	}

	private String page(Actor actor, String path) {
		var answer = send(actor, HttpMethod.GET, path, "", null);
		assertThat(answer).as(path).hasStatusOk();
		return text(answer);
	}

	private int form(String path, String name, String value) {
		return mvc.post()
			.uri(path)
			.with(authentication(admin.authentication()))
			.with(csrf())
			.param(name, value)
			.exchange()
			.getResponse()
			.getStatus();
	}

}
