package cn.jinfu.credit.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import cn.jinfu.credit.application.ApplicationStatus;
import cn.jinfu.credit.outbox.BankOutbox;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.product.RatingRelease;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

/** Messages to a bank that listens, refuses, sleeps, or is gone. */
@SpringBootTest(classes = cn.jinfu.CreditAlone.class)
class WebhookIT {

	private static final String TENANT = "330482";

	private static final Set<String> MAY = Set.of("credit:webhook:view", "credit:webhook:propose",
			"credit:webhook:confirm");

	@Autowired
	WebhookDesk desk;

	@Autowired
	WebhookDispatcher dispatcher;

	@Autowired
	WebhookEntries entries;

	@Autowired
	PartnerBanks banks;

	@Autowired
	BankOutbox outbox;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionTemplate transaction;

	private final Actor first = person("first");

	private final Actor second = person("second");

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private HttpServer bank;

	private volatile int answer = 204;

	private volatile Duration delay = Duration.ZERO;

	private String clientId;

	private UUID bankId;

	private record Received(String id, String timestamp, String signature, String body) {
	}

	@BeforeEach
	void aBankListens() throws IOException {
		clientId = "bank-" + Ids.next().toString().substring(24);
		bankId = in(first, () -> Objects.requireNonNull(transaction.execute(_ -> {
			sql.sql("insert into platform_tenant (code, name, division) values (?, 'x', ?) on conflict do nothing")
				.params(TENANT, TENANT)
				.update();
			return banks.save(PartnerBank.of(clientId, "a", RatingRelease.LETTER_ONLY, "c")).id();
		})));
		bank = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		bank.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		bank.createContext("/hooks", exchange -> {
			var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			var headers = exchange.getRequestHeaders();
			received.add(new Received(String.valueOf(headers.getFirst("webhook-id")),
					String.valueOf(headers.getFirst("webhook-timestamp")),
					String.valueOf(headers.getFirst("webhook-signature")), body));
			try {
				Thread.sleep(delay);
			}
			catch (InterruptedException stopped) {
				Thread.currentThread().interrupt();
			}
			if (answer == 302) {
				exchange.getResponseHeaders().set("Location", "/hooks/elsewhere");
			}
			exchange.sendResponseHeaders(answer, -1);
			exchange.close();
		});
		bank.start();
	}

	@AfterEach
	void nobodyListens() {
		bank.stop(0);
		in(first,
				() -> transaction
					.execute(_ -> sql.sql("update credit_webhook_endpoint set status = 'CLOSED' where bank_id = ?")
						.param(bankId)
						.update()));
	}

	@Test
	void anEventIsToldOnceSignedAndNotBeforeTheSecretIsFetched() throws Exception {
		happened("case.dispatched", "RZ-0");
		var endpoint = active();
		happened("case.dispatched", "RZ-1");
		pass(Instant.now());
		assertThat(received).as("no secret yet").isEmpty();

		var secret = machine(() -> desk.rotate(clientId, endpoint));
		pass(Instant.now());
		assertThat(received).as("what came before the address is in the feed alone").hasSize(1);
		var message = received.getFirst();
		assertThat(message.body()).contains("\"type\":\"case.dispatched\"", "\"caseNo\":\"RZ-1\"", "\"seq\":2",
				"\"status\":\"DISPATCHED\"", "\"href\":\"/api/partner/v1/cases/RZ-1\"");
		assertThat(message.signature()).isEqualTo(signature(secret, message));
		assertThat(Long.parseLong(message.timestamp())).isCloseTo(Instant.now().getEpochSecond(),
				org.assertj.core.data.Offset.offset(5L));
		assertThat(statuses(endpoint)).containsExactly(DeliveryStatus.DELIVERED);

		pass(Instant.now().plus(Duration.ofDays(1)));
		assertThat(received).hasSize(1);
	}

	@Test
	@DisplayName("I24: an event stands or falls with its cause, and none is written without one")
	void anEventThatWasTakenBackWithItsCauseIsToldToNobody() {
		ready();
		in(first, () -> transaction.execute(cause -> {
			outbox.write(bankId, "case.dispatched", "RZ-60", ApplicationStatus.DISPATCHED);
			cause.setRollbackOnly();
			return true;
		}));
		assertThatExceptionOfType(IllegalTransactionStateException.class).isThrownBy(
				() -> run(first, () -> outbox.write(bankId, "case.dispatched", "RZ-61", ApplicationStatus.DISPATCHED)));
		happened("case.dispatched", "RZ-62");
		pass(Instant.now());
		assertThat(received).hasSize(1);
		assertThat(received.getFirst().body()).contains("\"caseNo\":\"RZ-62\"", "\"seq\":1");
	}

	@Test
	@DisplayName("I24: a message that is not taken holds back the later ones of its own case, and of no other")
	void whatIsToldOfOneCaseWaitsForItsTurn() {
		answer = 500;
		var endpoint = ready();
		happened("case.dispatched", "RZ-70");
		happened("case.withdrawn", "RZ-70");
		happened("case.dispatched", "RZ-71");
		var now = Instant.now();
		pass(now);
		assertThat(told()).containsExactlyInAnyOrder(1L, 3L);
		answer = 200;
		pass(now.plusSeconds(4));
		assertThat(told()).as("the second is due, and waits for the first").hasSize(2);
		pass(now.plusSeconds(6));
		assertThat(told()).hasSize(4).doesNotContain(2L);
		pass(now.plusSeconds(6));
		assertThat(told()).hasSize(5).endsWith(2L);
		assertThat(statuses(endpoint)).containsOnly(DeliveryStatus.DELIVERED);
	}

	@Test
	@DisplayName("I24: the later ones of a case are told when the earlier one is dead")
	void whatIsDeadHoldsNothingBack() {
		answer = 500;
		var endpoint = ready();
		happened("case.dispatched", "RZ-72");
		happened("case.withdrawn", "RZ-72");
		pass(Instant.now());
		for (int tries = 1; tries <= WebhookDispatcher.AGAIN.size(); tries++) {
			assertThat(told()).containsOnly(1L);
			pass(deliveries(endpoint).getLast().nextAt());
		}
		answer = 200;
		pass(deliveries(endpoint).getLast().nextAt());
		assertThat(told()).hasSize(11).endsWith(2L);
		assertThat(statuses(endpoint)).containsExactly(DeliveryStatus.DELIVERED, DeliveryStatus.DEAD);
	}

	@Test
	@DisplayName("I24: several instances keep the order of a case")
	void severalInstancesKeepTheOrderOfACase() throws Exception {
		ready();
		for (int n = 0; n < 12; n++) {
			happened("case.dispatched", "RZ-73");
		}
		var now = Instant.now();
		try (var instances = Executors.newFixedThreadPool(4)) {
			var calls = new ArrayList<java.util.concurrent.Callable<Boolean>>();
			for (int n = 0; n < 4; n++) {
				calls.add(() -> {
					for (int passes = 0; passes < 40 && received.size() < 12; passes++) {
						pass(now);
					}
					return true;
				});
			}
			for (var done : instances.invokeAll(calls)) {
				done.get();
			}
		}
		for (int passes = 0; passes < 12; passes++) {
			pass(Instant.now());
		}
		assertThat(told()).hasSize(12).isSorted().doesNotHaveDuplicates();
	}

	private List<Long> told() {
		return received.stream()
			.map(it -> Long.valueOf(it.body().replaceFirst("(?s)^.*\"seq\":(\\d+).*$", "$1")))
			.toList();
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 400, 401, 500, 503 })
	void whatIsNotTakenIsTriedTenTimesByTheScheduleAndThenDead(int refusal) {
		answer = refusal;
		var endpoint = ready();
		happened("loan.settled", "L-1");
		var now = Instant.now();
		pass(now);
		assertThat(received).hasSize(1);
		for (int tries = 1; tries <= WebhookDispatcher.AGAIN.size(); tries++) {
			var wait = WebhookDispatcher.AGAIN.get(tries - 1);
			var next = nextAt(endpoint);
			assertThat(next).isBetween(now.plus(wait).minusMillis(1),
					now.plus(wait.plus(wait.dividedBy(10))).plusMillis(2));
			pass(next.minusMillis(1));
			assertThat(received).as("not before its time").hasSize(tries);
			pass(next);
			assertThat(received).hasSize(tries + 1);
			now = next;
		}
		assertThat(statuses(endpoint)).containsExactly(DeliveryStatus.DEAD);
		assertThat(received).extracting(Received::id).containsOnly(received.getFirst().id());
		assertThat(received).extracting(Received::body).containsOnly(received.getFirst().body());
		pass(now.plus(Duration.ofDays(2)));
		assertThat(received).hasSize(10);
	}

	@Test
	void theScheduleIsTheOneWePromise() {
		assertThat(WebhookDispatcher.AGAIN).hasSize(9)
			.startsWith(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(30))
			.endsWith(Duration.ofHours(24));
	}

	@Test
	void whoComesBackGetsWhatHeMissed() {
		answer = 500;
		var endpoint = ready();
		happened("case.dispatched", "RZ-7");
		pass(Instant.now());
		answer = 200;
		pass(Instant.now().plusSeconds(6));
		assertThat(statuses(endpoint)).containsExactly(DeliveryStatus.DELIVERED);
		assertThat(in(first, () -> desk.show(endpoint)).failingSince()).isNull();
	}

	@Test
	void nobodyThere() {
		var endpoint = ready();
		bank.stop(0);
		happened("case.dispatched", "RZ-8");
		pass(Instant.now());
		assertThat(deliveries(endpoint).getFirst().lastError()).isEqualTo("CONNECT");
		assertThat(in(first, () -> desk.show(endpoint)).failingSince()).isNotNull();
	}

	@Test
	void aBankThatSleepsHoldsUpNobodyElse() {
		var endpoint = ready();
		delay = WebhookSender.PATIENCE.plusSeconds(2);
		happened("case.dispatched", "RZ-9");
		var start = System.nanoTime();
		var sent = sendOff(Instant.now());
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
		sent.run();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(12));
		assertThat(deliveries(endpoint).getFirst().lastError()).isEqualTo("TIMEOUT");
	}

	@Test
	void goneMeansGone() {
		answer = 410;
		var endpoint = ready();
		happened("case.dispatched", "RZ-10");
		happened("case.dispatched", "RZ-11");
		pass(Instant.now());
		assertThat(in(first, () -> desk.show(endpoint)).endpoint().status()).isEqualTo(EndpointStatus.STOPPED);
		assertThat(in(first, () -> entries.open(first, 50))).anyMatch(it -> it.path().endsWith(endpoint.toString())
				&& it.titleKey().endsWith("STOPPED") && it.dueAt() != null);
		var before = received.size();
		happened("case.dispatched", "RZ-12");
		pass(Instant.now().plus(Duration.ofDays(1)));
		assertThat(received).hasSize(before);
	}

	@Test
	void afterFiveDaysOfFailureItIsStoppedAndGoesOnWhenTwoPeopleAgreeAgain() {
		answer = 500;
		var endpoint = ready();
		var now = Instant.now();
		for (int day = 0; day < 6; day++) {
			happened("case.dispatched", "RZ-2" + day);
			pass(now.plus(Duration.ofHours(day * 30L)).plusSeconds(60));
		}
		assertThat(in(first, () -> desk.show(endpoint)).endpoint().status()).isEqualTo(EndpointStatus.STOPPED);
		answer = 200;
		run(first, () -> desk.propose(endpoint));
		run(second, () -> desk.confirm(endpoint));
		received.clear();
		pass(now.plus(Duration.ofDays(9)));
		assertThat(received).as("what waited is told now").isNotEmpty();
	}

	@Test
	void twoPeopleAgreeAndNeverOne() {
		var endpoint = in(first, () -> desk.propose(bankId, url(), List.of(), null));
		assertThatExceptionOfType(Refusal.Forbidden.class).isThrownBy(() -> run(first, () -> desk.confirm(endpoint)))
			.satisfies(it -> assertThat(it.code()).isEqualTo("credit.webhook.four-eyes"));
		assertThat(in(first, () -> entries.open(first, 50))).noneMatch(it -> it.path().endsWith(endpoint.toString()));
		assertThat(in(second, () -> entries.open(second, 50))).anyMatch(it -> it.path().endsWith(endpoint.toString()));
		run(second, () -> desk.confirm(endpoint));
		refused("credit.webhook.known", () -> run(first, () -> desk.propose(bankId, url(), List.of(), null)));
		refused("credit.webhook.type",
				() -> run(first, () -> desk.propose(bankId, url() + "/2", List.of("everything"), null)));
	}

	@Test
	void whatABankAsksForCountsForNothingUntilTwoAgreed() {
		var endpoint = machine(() -> desk.ask(clientId, url(), List.of("case.dispatched")));
		assertThatExceptionOfType(Refusal.WrongState.class).isThrownBy(() -> run(second, () -> desk.confirm(endpoint)));
		assertThatExceptionOfType(Refusal.WrongState.class)
			.isThrownBy(() -> machine(() -> desk.rotate(clientId, endpoint)));
		for (int n = 1; n < 5; n++) {
			var other = url() + "/" + n;
			machine(() -> desk.ask(clientId, other, List.of()));
		}
		refused("credit.webhook.too-many", () -> machine(() -> desk.ask(clientId, url() + "/9", List.of())));
	}

	@Test
	void onlyTheTypesThatWereAskedForAreTold() {
		var endpoint = in(first, () -> desk.propose(bankId, url(), List.of("loan.settled"), null));
		run(second, () -> desk.confirm(endpoint));
		machine(() -> desk.rotate(clientId, endpoint));
		happened("case.dispatched", "RZ-30");
		happened("loan.settled", "L-30");
		pass(Instant.now());
		assertThat(received).hasSize(1);
		assertThat(received.getFirst().body()).contains("\"bankLoanNo\":\"L-30\"");
	}

	@Test
	void bothSecretsSignWhileTheBankChanges() throws Exception {
		var endpoint = active();
		var old = machine(() -> desk.rotate(clientId, endpoint));
		var fresh = machine(() -> desk.rotate(clientId, endpoint));
		assertThat(fresh).isNotEqualTo(old);
		happened("case.dispatched", "RZ-40");
		pass(Instant.now());
		var message = received.getFirst();
		assertThat(message.signature().split(" ")).containsExactly(signature(fresh, message), signature(old, message));

		happened("case.dispatched", "RZ-41");
		pass(Instant.now().plus(Duration.ofHours(25)));
		var later = received.getLast();
		assertThat(later.signature()).isEqualTo(signature(fresh, later));
	}

	@Test
	void theSecretLiesSealedInTheDatabase() {
		var endpoint = active();
		var secret = machine(() -> desk.rotate(clientId, endpoint));
		String kept = in(first,
				() -> transaction.execute(_ -> sql.sql("select secret from credit_webhook_endpoint where id = ?")
					.param(endpoint)
					.query(String.class)
					.single()));
		assertThat(kept).startsWith("1.webhook-secret.").doesNotContain(secret.substring(6, 20));
	}

	@Test
	void deadOnesAreSentAgainByTheBankItselfAndByStaffButByNoOtherBank() {
		answer = 500;
		var endpoint = ready();
		happened("case.dispatched", "RZ-50");
		pass(Instant.now());
		for (int n = 1; n < 10; n++) {
			pass(nextAt(endpoint));
		}
		assertThat(statuses(endpoint)).containsExactly(DeliveryStatus.DEAD);
		var dead = deliveries(endpoint).getFirst().id();
		assertThatExceptionOfType(Refusal.NotFound.class).isThrownBy(() -> machine(() -> {
			desk.replay(other(), dead);
			return true;
		}));
		answer = 200;
		machine(() -> {
			desk.replay(clientId, dead);
			return true;
		});
		assertThatExceptionOfType(Refusal.WrongState.class).isThrownBy(() -> run(first, () -> desk.replay(dead)));
		received.clear();
		pass(Instant.now());
		assertThat(received).hasSize(1);
		run(first, () -> desk.replay(dead));
		pass(Instant.now());
		assertThat(received).hasSize(2);
		assertThat(received.getFirst().id()).isEqualTo(received.getLast().id());
	}

	@Test
	void aTestIsToldLikeEverythingElse() {
		var endpoint = active();
		refused("credit.webhook.no-secret", () -> run(first, () -> desk.test(endpoint)));
		machine(() -> desk.rotate(clientId, endpoint));
		machine(() -> desk.test(clientId, endpoint));
		pass(Instant.now());
		assertThat(received.getFirst().body()).contains("\"type\":\"webhook.test\"").doesNotContain("seq");
	}

	@Test
	void anotherBanksAddressIsNotFound() {
		var endpoint = ready();
		var other = other();
		assertThat(machine(() -> desk.ofBank(other))).isEmpty();
		assertThatExceptionOfType(Refusal.NotFound.class).isThrownBy(() -> machine(() -> desk.ofBank(other, endpoint)));
		assertThatExceptionOfType(Refusal.NotFound.class).isThrownBy(() -> machine(() -> desk.rotate(other, endpoint)));
		assertThatExceptionOfType(Refusal.NotFound.class).isThrownBy(() -> machine(() -> desk.test(other, endpoint)));
	}

	@Test
	void severalInstancesTellEachEventOnce() throws Exception {
		ready();
		for (int n = 0; n < 40; n++) {
			happened("case.dispatched", "RZ-6" + n);
		}
		var now = Instant.now();
		var start = new CyclicBarrier(4);
		try (var instances = Executors.newFixedThreadPool(4)) {
			var calls = new ArrayList<java.util.concurrent.Callable<Boolean>>();
			for (int n = 0; n < 4; n++) {
				calls.add(() -> {
					start.await();
					pass(now);
					return true;
				});
			}
			for (var done : instances.invokeAll(calls)) {
				done.get();
			}
		}
		for (int n = 0; n < 5; n++) {
			pass(Instant.now());
		}
		assertThat(received).hasSize(40);
		assertThat(received).extracting(Received::id).doesNotHaveDuplicates();
	}

	/**
	 * By the text of the standard alone: base64 of HMAC-SHA256 over id.timestamp.body.
	 */
	private static String signature(String secret, Received message) throws Exception {
		var mac = javax.crypto.Mac.getInstance("HmacSHA256");
		mac.init(new javax.crypto.spec.SecretKeySpec(Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")),
				"HmacSHA256"));
		return "v1," + Base64.getEncoder()
			.encodeToString(mac.doFinal((message.id() + "." + message.timestamp() + "." + message.body())
				.getBytes(StandardCharsets.UTF_8)));
	}

	private String url() {
		return "http://localhost:" + bank.getAddress().getPort() + "/hooks";
	}

	private UUID active() {
		var endpoint = in(first, () -> desk.propose(bankId, url(), List.of(), null));
		run(second, () -> desk.confirm(endpoint));
		return endpoint;
	}

	private UUID ready() {
		var endpoint = active();
		machine(() -> desk.rotate(clientId, endpoint));
		return endpoint;
	}

	private String other() {
		var id = "bank-" + Ids.next().toString().substring(24);
		in(first, () -> transaction.execute(_ -> banks.save(PartnerBank.of(id, "b", RatingRelease.LETTER_ONLY, "c"))));
		return id;
	}

	private void happened(String type, String subject) {
		in(first, () -> transaction.execute(_ -> {
			outbox.write(bankId, type, subject, ApplicationStatus.DISPATCHED);
			return true;
		}));
	}

	private void pass(Instant now) {
		sendOff(now).run();
	}

	private Runnable sendOff(Instant now) {
		var sent = in(first, () -> dispatcher.pass(now));
		return () -> sent.forEach(java.util.concurrent.CompletableFuture::join);
	}

	private List<WebhookDesk.Delivery> deliveries(UUID endpoint) {
		return in(first, () -> desk.deliveries(endpoint, null, null, 50)).items();
	}

	private List<DeliveryStatus> statuses(UUID endpoint) {
		return deliveries(endpoint).stream().map(WebhookDesk.Delivery::status).toList();
	}

	private Instant nextAt(UUID endpoint) {
		return deliveries(endpoint).getFirst().nextAt();
	}

	private <T> T machine(Supplier<T> body) {
		return in(new Actor(Actor.Kind.MACHINE, bankId, bankId, clientId, "a", TENANT, Scope.NONE,
				Set.of("webhooks.manage")), body);
	}

	private static void run(Actor actor, Runnable body) {
		actor.run(body);
	}

	@SuppressWarnings("NullAway") // written before it is read
	private static <T extends @Nullable Object> T in(Actor actor, Supplier<T> body) {
		var result = new ArrayList<T>();
		actor.run(() -> result.add(body.get()));
		return result.getFirst();
	}

	private static void refused(String code, Runnable call) {
		assertThatExceptionOfType(Refusal.RuleBroken.class).isThrownBy(call::run)
			.satisfies(it -> assertThat(it.code()).isEqualTo(code));
	}

	private static Actor person(String name) {
		var id = Ids.next();
		return new Actor(Actor.Kind.PERSON, id, id, name, name, TENANT, Scope.ALL, MAY);
	}

}
