package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.Messages;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.platform.job.Jobs;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.util.FileSystemUtils;

/** Work that the platform does by itself, its audit check, and the messages it sends. */
@PlatformIT
class JobsIT {

	@Autowired
	MockMvcTester mvc;

	@Autowired
	JdbcClient sql;

	@Autowired
	Messages messages;

	@Autowired
	BusinessClock clock;

	@Autowired
	Jobs jobs;

	@Autowired
	TransactionOperations transaction;

	@Value("${jinfu.data}")
	Path data;

	@Autowired
	List<JobDefinition> definitions;

	@Autowired
	MessageSource words;

	/** The database of a test is new, its data folder may be an earlier run's. */
	@BeforeEach
	void noSealsFromAnEarlierRun() throws IOException {
		FileSystemUtils.deleteRecursively(data.resolve("audit-heads"));
	}

	@Test
	void everyJobHasANameInBothLanguages() {
		for (var locale : List.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH)) {
			assertThat(definitions).isNotEmpty()
				.allSatisfy(job -> assertThat(words.getMessage("job." + job.name(), null, "", locale)).as(job.name())
					.isNotEmpty());
		}
	}

	@Test
	void jobRunForADateTwiceLeavesOneSealOutside() throws IOException {
		var day = clock.today().minusDays(3);
		run("platform.audit-heads", day);
		var copy = data.resolve("audit-heads").resolve(DemoWorld.MAIN_TENANT).resolve(day + ".json");
		var first = Files.readString(copy);
		run("platform.audit-heads", day);
		assertThat(Files.readString(copy)).isEqualTo(first);
		assertThat(done("platform.audit-heads", day)).containsExactly(1, 0);
	}

	@Test
	void auditCheckHoldsAndNoticesASealThatTheChainDoesNotCarry() throws IOException {
		run("platform.audit-check", clock.today());
		assertThat(outcome("platform.audit-check")).isEqualTo("DONE");
		var forged = data.resolve("audit-heads").resolve(DemoWorld.MAIN_TENANT).resolve("2020-01-01.json");
		Files.createDirectories(forged.getParent());
		Files.writeString(forged, """
				{"tenant":"330482","date":"2020-01-01","sealNo":1,"hash":"00","sealedAt":"2020-01-01T00:00:00Z"}""");
		try {
			run("platform.audit-check", clock.today());
			assertThat(outcome("platform.audit-check")).isEqualTo("FAILED");
			assertThat(mvc.get().uri("/console/audit").with(authentication(as("platform:audit:read").authentication())))
				.hasStatusOk()
				.bodyText()
				.contains("对不上", "第 1 枚封签");
		}
		finally {
			Files.delete(forged);
		}
	}

	@Test
	void reachedDayRunsEveryJobOnceInEveryFederation() {
		var names = jobs.all().stream().map(JobDefinition::name).toList();
		jobs.startReached("admin");
		for (var tenant : List.of(DemoWorld.MAIN_TENANT, DemoWorld.OTHER_TENANT)) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(90))
				.untilAsserted(() -> assertThat(doneToday(tenant)).containsAll(names));
		}
		var before = doneToday(DemoWorld.MAIN_TENANT).size();
		jobs.startReached("admin");
		Awaitility.await()
			.during(Duration.ofSeconds(2))
			.atMost(Duration.ofSeconds(5))
			.until(() -> doneToday(DemoWorld.MAIN_TENANT).size() == before);
	}

	private List<String> doneToday(String tenant) {
		return Tenant
			.callAs(tenant,
					() -> Objects.requireNonNull(transaction.execute(_ -> sql
						.sql("select job from platform_job_run where business_date = ? and outcome = 'DONE'")
						.param(clock.today())
						.query(String.class)
						.list())));
	}

	@Test
	void dayThatHasNotComeCannotBeRun() {
		assertThat(start("platform.sweep", clock.today().plusDays(1))).isEqualTo(422);
		assertThat(start("platform.nothing", clock.today())).isEqualTo(404);
	}

	@Test
	void onlyWhoMayStartsAJobAndReadsTheTrail() {
		for (var page : List.of("/console/jobs", "/console/audit", "/console/messages")) {
			assertThat(mvc.get().uri(page).with(authentication(as("platform:account:read").authentication())))
				.hasStatus(HttpStatus.FORBIDDEN);
		}
	}

	@Test
	void messageIsKeptSealedAndShownMasked() {
		var number = new MobileNumber("13800001111");
		in(() -> messages.send(number, "message.login-code", "123456", 5));
		assertThat(
				in(() -> sql.sql("select to_sealed || text_sealed from platform_message").query(String.class).list()))
			.noneMatch(it -> it.contains("13800001111") || it.contains("123456"));
		assertThat(
				mvc.get().uri("/console/messages").with(authentication(as("platform:message:read").authentication())))
			.hasStatusOk()
			.bodyText()
			.contains("138****1111")
			.doesNotContain("13800001111");
	}

	@Test
	void oneNumberGetsItsShareADayAndNoMore() {
		var number = new MobileNumber("13800002222");
		for (var n = 0; n < 20; n++) {
			in(() -> messages.send(number, "message.login-code", "123456", 5));
		}
		assertThatExceptionOfType(Refusal.TooMany.class)
			.isThrownBy(() -> in(() -> messages.send(number, "message.login-code", "123456", 5)));
	}

	private void run(String job, LocalDate day) {
		assertThat(start(job, day)).isEqualTo(302);
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !"RUNNING".equals(outcome(job)));
	}

	private int start(String job, LocalDate day) {
		return mvc.post()
			.uri("/console/jobs/{job}/runs", job)
			.param("date", day.toString())
			.with(authentication(as("platform:job:manage").authentication()))
			.with(csrf())
			.exchange()
			.getResponse()
			.getStatus();
	}

	private String outcome(String job) {
		return in(() -> sql.sql("select outcome from platform_job_run where job = ? order by id desc limit 1")
			.param(job)
			.query(String.class)
			.single());
	}

	private List<Integer> done(String job, LocalDate day) {
		return in(
				() -> sql.sql("select done_count from platform_job_run where job = ? and business_date = ? order by id")
					.params(job, day)
					.query(Integer.class)
					.list());
	}

	private void in(Runnable body) {
		in(() -> {
			body.run();
			return 0;
		});
	}

	private <T> T in(java.util.function.Supplier<T> body) {
		var result = new java.util.ArrayList<T>();
		Actor.system(DemoWorld.MAIN_TENANT).run(() -> transaction.executeWithoutResult(_ -> result.add(body.get())));
		return result.getFirst();
	}

	private static Actor as(String permission) {
		return new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "test", "test", DemoWorld.MAIN_TENANT, Scope.ALL,
				Set.of("console:open", permission));
	}

}
