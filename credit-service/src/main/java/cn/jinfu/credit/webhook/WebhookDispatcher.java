package cn.jinfu.credit.webhook;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import cn.jinfu.credit.bank.BankEvents;
import cn.jinfu.credit.bank.BankEvents.BankEvent;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Tenant;
import com.fasterxml.jackson.annotation.JsonInclude;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Turns numbered events into messages and sends what is due, for the tenant of the
 * thread. A message is claimed by moving its next try past {@link #LEASE} before it
 * leaves, so that no transaction is open while a bank thinks, several instances may run
 * this, and a process that dies loses nothing. At least once: the bank tells repetitions
 * by {@code webhook-id}. What is told of one subject is told in its order: the next waits
 * until the one before was taken or is dead.
 */
@Component
@RequiredArgsConstructor
@Slf4j
class WebhookDispatcher {

	/** After the first try, the second and so on; then it is dead. */
	static final List<Duration> AGAIN = List.of(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(30),
			Duration.ofHours(2), Duration.ofHours(5), Duration.ofHours(10), Duration.ofHours(14), Duration.ofHours(20),
			Duration.ofHours(24));

	/** An address that takes nothing for so long is stopped. */
	static final Duration ENOUGH = Duration.ofDays(5);

	/**
	 * At most this share later, so that what failed together does not return together.
	 */
	private static final double JITTER = 0.1;

	private static final Duration LEASE = Duration.ofSeconds(60);

	private static final int PAGE = 200;

	/** Messages on their way to one address at a time: a slow bank delays itself only. */
	private static final int AT_ONCE = 50;

	/** What is sent. Thin: the bank reads the rest under its own rights. */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Message(String type, Instant timestamp, Data data) {
	}

	/**
	 * @param seq number in the feed, null for a test
	 * @param href where the thing can be read, below the address of the platform
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Data(@Nullable Long seq, @Nullable String caseNo, @Nullable String bankLoanNo, @Nullable String consentId,
			@Nullable String keyId, @Nullable String certificate, @Nullable String document,
			@Nullable String facilityId, @Nullable String status, @Nullable String href) {

		static Data of(@Nullable Long seq, String type, String subject, String status) {
			if (type.startsWith("case.")) {
				return new Data(seq, subject, null, null, null, null, null, null, status,
						"/api/partner/v1/cases/" + subject);
			}
			if (type.startsWith("loan.")) {
				return new Data(seq, null, subject, null, null, null, null, null, status,
						"/api/partner/v1/loans/" + subject);
			}
			if (type.startsWith("facility.")) {
				return new Data(seq, null, null, null, null, null, null, subject, status,
						"/api/partner/v1/facilities/" + subject);
			}
			return new Data(seq, null, null, type.startsWith("consent.") ? subject : null,
					type.startsWith("key.") ? subject : null, type.startsWith("certificate.") ? subject : null,
					type.startsWith("document.") ? subject : null, null, status, null);
		}

	}

	private record Due(UUID id, @Nullable Long seq, String type, String subject, String state, Instant at, int attempts,
			UUID endpointId, String url, @Nullable String range, List<String> secrets) {
	}

	private record Target(UUID id, String clientId, long after, String types) {
	}

	private final BankEvents events;

	private final WebhookSender sender;

	private final WebhookStops stops;

	private final PersonalData seals;

	private final JsonMapper json;

	private final JdbcClient sql;

	private final TransactionOperations transaction;

	private final ConcurrentHashMap<UUID, AtomicInteger> onTheirWay = new ConcurrentHashMap<>();

	private final Executor executor = task -> Thread.ofVirtual().name("webhook").start(task);

	/**
	 * One pass at that time.
	 * @return what was sent off, each done when its outcome is written
	 */
	List<CompletableFuture<Void>> pass(Instant now) {
		var targets = Objects.requireNonNull(transaction.execute(_ -> {
			var active = active();
			active.forEach(it -> plan(it, now));
			return active;
		}));
		var sent = new ArrayList<CompletableFuture<Void>>();
		for (var target : targets) {
			var flying = onTheirWay.computeIfAbsent(target.id(), _ -> new AtomicInteger());
			var due = Objects.requireNonNull(transaction.execute(_ -> claim(target, AT_ONCE - flying.get(), now)));
			for (var message : due) {
				flying.incrementAndGet();
				sent.add(CompletableFuture.runAsync(inTenant(() -> deliver(message, now, flying)), executor));
			}
		}
		return sent;
	}

	private static Runnable inTenant(Runnable body) {
		var actor = Actor.system(Tenant.require());
		return () -> actor.run(body);
	}

	private List<Target> active() {
		return sql.sql("""
				select e.id, b.client_id, e.after_seq, e.types from credit_webhook_endpoint e
				  join credit_bank b on b.tenant_id = e.tenant_id and b.id = e.bank_id
				 where e.status = 'ACTIVE' and e.secret is not null order by e.bank_id, e.id""")
			.query((row, n) -> new Target(row.getObject(1, UUID.class), row.getString(2), row.getLong(3),
					row.getString(4)))
			.list();
	}

	/**
	 * The lock of the feed's numbers keeps two instances from planning one event twice.
	 */
	private void plan(Target target, Instant now) {
		var fresh = events.after(target.clientId(), target.after(), PAGE);
		if (fresh.isEmpty()) {
			return;
		}
		var wanted = List.of(target.types().split(","));
		insert(target.id(),
				fresh.stream().filter(it -> target.types().isEmpty() || wanted.contains(it.type())).toList(), now);
		sql.sql("update credit_webhook_endpoint set after_seq = greatest(after_seq, ?) where id = ?")
			.params(fresh.getLast().seq(), target.id())
			.update();
	}

	private void insert(UUID endpoint, List<BankEvent> events, Instant now) {
		sql.sql("""
				insert into credit_webhook_delivery (id, tenant_id, endpoint_id, seq, type, subject, state, at, next_at)
				select x.id, ?, ?, x.seq, x.type, x.subject, x.state, x.at::timestamptz, ?
				  from unnest(?, ?, ?, ?, ?, ?) x (id, seq, type, subject, state, at)
				on conflict (tenant_id, endpoint_id, seq) do nothing""")
			.param(Tenant.require())
			.param(endpoint)
			.param(Timestamp.from(now))
			.param(events.stream().map(_ -> Ids.next()).toArray(UUID[]::new))
			.param(events.stream().map(BankEvent::seq).toArray(Long[]::new))
			.param(events.stream().map(BankEvent::type).toArray(String[]::new))
			.param(events.stream().map(BankEvent::subject).toArray(String[]::new))
			.param(events.stream().map(BankEvent::status).toArray(String[]::new))
			.param(events.stream().map(it -> it.at().toString()).toArray(String[]::new))
			.update();
	}

	/**
	 * A message that stands in no feed, in the caller's transaction.
	 * @return its identity
	 */
	UUID insert(UUID endpoint, String type, Instant now) {
		var id = Ids.next();
		sql.sql("""
				insert into credit_webhook_delivery (id, tenant_id, endpoint_id, type, subject, state, at, next_at)
				values (?, ?, ?, ?, '', '', ?, ?)""")
			.params(id, Tenant.require(), endpoint, type, Timestamp.from(now), Timestamp.from(now))
			.update();
		return id;
	}

	private List<Due> claim(Target target, int most, Instant now) {
		if (most <= 0) {
			return List.of();
		}
		// a process that died at the last try leaves nobody to write its outcome
		sql.sql("""
				update credit_webhook_delivery set status = 'DEAD'
				 where endpoint_id = ? and status = 'PENDING' and next_at <= ? and attempts >= 10""")
			.params(target.id(), Timestamp.from(now))
			.update();
		return sql.sql("""
				update credit_webhook_delivery d set attempts = d.attempts + 1, next_at = :until, last_at = :now
				  from credit_webhook_endpoint e
				 where e.tenant_id = d.tenant_id and e.id = d.endpoint_id and e.status = 'ACTIVE'
				   and d.id in (select w.id from credit_webhook_delivery w
				                 where w.endpoint_id = :endpoint and w.status = 'PENDING' and w.next_at <= :now
				                   and w.attempts < 10
				                   and not exists (select 1 from credit_webhook_delivery earlier
				                                    where earlier.tenant_id = w.tenant_id
				                                      and earlier.endpoint_id = w.endpoint_id
				                                      and earlier.subject = w.subject and earlier.seq < w.seq
				                                      and earlier.status = 'PENDING')
				                 order by w.next_at, w.id limit :most for update of w skip locked)
				returning d.id, d.seq, d.type, d.subject, d.state, d.at, d.attempts, e.url, e.private_range, e.secret,
				  case when e.old_secret_until > :now then e.old_secret end""")
			.param("until", Timestamp.from(now.plus(LEASE)))
			.param("now", Timestamp.from(now))
			.param("endpoint", target.id())
			.param("most", most)
			.query((row, n) -> new Due(row.getObject(1, UUID.class), row.getObject(2, Long.class), row.getString(3),
					row.getString(4), row.getString(5), row.getTimestamp(6).toInstant(), row.getInt(7), target.id(),
					row.getString(8), row.getString(9), secrets(target.id(), row.getString(10), row.getString(11))))
			.list();
	}

	private List<String> secrets(UUID endpoint, String current, @Nullable String old) {
		return (old == null) ? List.of(seals.use(endpoint, current))
				: List.of(seals.use(endpoint, current), seals.use(endpoint, old));
	}

	private void deliver(Due message, Instant now, AtomicInteger flying) {
		try {
			var outcome = send(message);
			transaction.executeWithoutResult(_ -> record(message, outcome, now));
		}
		catch (RuntimeException failure) {
			log.error("message {} was not sent; it is tried again", message.id(), failure);
		}
		finally {
			flying.decrementAndGet();
		}
	}

	private Outcome send(Due message) {
		var body = json.writeValueAsString(new Message(message.type(), message.at(),
				Data.of(message.seq(), message.type(), message.subject(), message.state())));
		var id = id(message.id());
		var seconds = Instant.now().getEpochSecond();
		var headers = new LinkedHashMap<String, String>();
		headers.put("Content-Type", "application/json");
		headers.put("User-Agent", "jinfu-webhooks/1");
		headers.put("webhook-id", id);
		headers.put("webhook-timestamp", String.valueOf(seconds));
		headers.put("webhook-signature", String.join(" ",
				message.secrets().stream().map(it -> new WebhookSecret(it).sign(id, seconds, body)).toList()));
		return sender.post(URI.create(message.url()), message.range(), headers, body.getBytes(StandardCharsets.UTF_8));
	}

	/** As the bank sees it; the same at every try. */
	static String id(UUID delivery) {
		return "msg_" + delivery.toString().replace("-", "");
	}

	private void record(Due message, Outcome outcome, Instant now) {
		var taken = outcome instanceof Outcome.Answered answer && answer.taken();
		var gone = outcome instanceof Outcome.Answered answer && answer.gone();
		var last = gone || message.attempts() > AGAIN.size();
		var code = (outcome instanceof Outcome.Answered answer) ? answer.code() : null;
		if (taken) {
			sql.sql("""
					with done as (
					  update credit_webhook_delivery
					     set status = 'DELIVERED', next_at = ?, last_code = ?, last_error = null, last_ms = ?
					   where id = ? and status = 'PENDING' and attempts = ?)
					update credit_webhook_endpoint set failing_since = null where id = ? and failing_since is not null""")
				.param(Timestamp.from(now))
				.param(code)
				.param(outcome.ms())
				.param(message.id())
				.param(message.attempts())
				.param(message.endpointId())
				.update();
			return;
		}
		sql.sql("""
				update credit_webhook_delivery set status = ?, next_at = ?, last_code = ?, last_error = ?, last_ms = ?
				 where id = ? and status = 'PENDING' and attempts = ?""")
			.param(last ? "DEAD" : "PENDING")
			.param(Timestamp.from(last ? now : next(now, message.attempts())))
			.param(code)
			.param((outcome instanceof Outcome.Failed failed) ? failed.trouble().name() : null)
			.param(outcome.ms())
			.param(message.id())
			.param(message.attempts())
			.update();
		var since = sql.sql("""
				update credit_webhook_endpoint set failing_since = coalesce(failing_since, ?) where id = ?
				returning failing_since""")
			.params(Timestamp.from(now), message.endpointId())
			.query(Timestamp.class)
			.single()
			.toInstant();
		if (gone) {
			stops.stop(message.endpointId(), "credit.webhook.stopped.gone");
		}
		else if (!since.plus(ENOUGH).isAfter(now)) {
			stops.stop(message.endpointId(), "credit.webhook.stopped.failing");
		}
	}

	private static Instant next(Instant now, int attempts) {
		var wait = AGAIN.get(attempts - 1).toMillis();
		return now.plusMillis(wait + ThreadLocalRandom.current().nextLong((long) (wait * JITTER) + 1));
	}

}
