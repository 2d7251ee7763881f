package cn.jinfu.credit.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import cn.jinfu.credit.bank.BankEvents;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.sandbox.SandboxClock;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.StatusHistory;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The addresses at which banks are told, for the people of the federation and, with the
 * methods that take a client id, for a bank's own machine. A secret is drawn when the
 * machine asks for it and told to that machine alone.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class WebhookDesk {

	static final String TYPE = "WebhookEndpoint";

	/** What can be told; a test is always. */
	public static final List<String> TYPES = List.of("case.dispatched", "case.info_supplied", "case.party_agreed",
			"case.party_withdrawn", "case.withdrawn", "certificate.ending", "consent.revoked", "document.changed",
			"facility.changed", "key.ending", "loan.mirrored", "loan.settled");

	private static final String TEST = "webhook.test";

	/** How long the former secret signs beside the new one. */
	private static final Duration OVERLAP = Duration.ofHours(24);

	private static final int MOST_OPEN = 5;

	/**
	 * @param secret whether its machine has fetched one
	 */
	public record View(WebhookEndpoint endpoint, String bankName, boolean secret, @Nullable Instant oldSecretUntil,
			@Nullable Instant failingSince, long pending, long dead) {
	}

	/** A message on a list. */
	public record Delivery(UUID id, UUID endpointId, String messageId, String bankName, String url, @Nullable Long seq,
			String type, String subject, DeliveryStatus status, int attempts, Instant nextAt, @Nullable Instant lastAt,
			@Nullable Integer lastCode, @Nullable String lastError, @Nullable Integer lastMs) {
	}

	/** What waits for somebody. */
	public record Waiting(UUID id, String bankName, String url, EndpointStatus status, Instant since,
			@Nullable UUID proposedBy) {
	}

	private final WebhookEndpoints endpoints;

	private final WebhookDispatcher dispatcher;

	private final BankEvents events;

	private final AddressGuard guard;

	private final SandboxClock sandbox;

	private final PartnerBanks banks;

	private final PersonalData seals;

	private final StatusHistory history;

	private final Audit audit;

	private final BusinessClock clock;

	private final JdbcClient sql;

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:webhook:view')")
	public List<View> all() {
		return endpoints.findAllByOrderByIdDesc().stream().map(this::view).toList();
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:webhook:view')")
	public View show(UUID id) {
		return view(endpoints.require(id));
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:webhook:view')")
	public List<StatusHistory.Change> history(UUID id) {
		return history.of(TYPE, id);
	}

	@Transactional(readOnly = true)
	public List<PartnerBank> banks() {
		return banks.findAllByOrderByClientId();
	}

	private View view(WebhookEndpoint it) {
		return sql.sql("""
				select e.secret is not null, e.old_secret_until, e.failing_since,
				       (select count(*) from credit_webhook_delivery d
				         where d.tenant_id = e.tenant_id and d.endpoint_id = e.id and d.status = 'PENDING'),
				       (select count(*) from credit_webhook_delivery d
				         where d.tenant_id = e.tenant_id and d.endpoint_id = e.id and d.status = 'DEAD')
				  from credit_webhook_endpoint e where e.id = ?""")
			.param(it.id())
			.query((row, n) -> new View(it, banks.require(it.bankId()).name(), row.getBoolean(1), instant(row, 2),
					instant(row, 3), row.getLong(4), row.getLong(5)))
			.single();
	}

	/** The first of the two people, by himself. */
	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	public UUID propose(UUID bankId, String url, List<String> types, @Nullable String range) {
		var endpoint = asked(banks.require(bankId), url, types, guard.requireRange(range));
		move(endpoint, null, it -> it.propose(person(), name(), clock.now()));
		return endpoint.id();
	}

	/** The first of the two people: of what a bank asked for, or of what was stopped. */
	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	public void propose(UUID id) {
		move(endpoints.require(id), null, it -> it.propose(person(), name(), clock.now()));
	}

	/**
	 * The second. What happened before the first time is in the feed; nothing of it is
	 * sent.
	 */
	@PreAuthorize("hasAuthority('credit:webhook:confirm')")
	public void confirm(UUID id) {
		confirm(endpoints.require(id), person(), name());
	}

	private void confirm(WebhookEndpoint endpoint, UUID person, String name) {
		move(endpoint, null, it -> it.confirm(person, name, clock.now()));
		// what has no number yet gets one, so that it counts as before
		events.after(banks.require(endpoint.bankId()).clientId(), Long.MAX_VALUE, 1);
		sql.sql("""
				update credit_webhook_endpoint set failing_since = null, after_seq = case when after_seq = 0 then
				    coalesce((select max(seq) from credit_outbound_event o where o.bank_id = :bank), 0) else after_seq end
				 where id = :id""")
			.param("bank", endpoint.bankId())
			.param("id", endpoint.id())
			.update();
	}

	/** One person is enough: nothing leaves any more. */
	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	public void stop(UUID id, String reason) {
		requireWords(reason);
		move(endpoints.require(id), reason, it -> it.stop(person(), clock.now()));
	}

	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	public void close(UUID id, String reason) {
		requireWords(reason);
		move(endpoints.require(id), reason, WebhookEndpoint::close);
	}

	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	public UUID test(UUID id) {
		return test(endpoints.require(id));
	}

	@PreAuthorize("hasAuthority('credit:webhook:propose')")
	public void replay(UUID delivery) {
		again(delivery, null);
	}

	/**
	 * The last ones first.
	 * @param endpoint null: of all
	 */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:webhook:view')")
	public Paged<Delivery> deliveries(@Nullable UUID endpoint, @Nullable DeliveryStatus status, @Nullable String after,
			int limit) {
		return deliveries(endpoint, null, status, after, limit);
	}

	@Transactional(readOnly = true)
	public List<View> ofBank(String clientId) {
		return endpoints.findByBankIdOrderByIdDesc(banks.require(clientId).id()).stream().map(this::view).toList();
	}

	@Transactional(readOnly = true)
	public View ofBank(String clientId, UUID id) {
		return view(endpoints.require(id, banks.require(clientId).id()));
	}

	/** The bank's machine asks; two people decide, in a sandbox nobody has to. */
	public UUID ask(String clientId, String url, List<String> types) {
		var bank = banks.require(clientId);
		if (endpoints.findByBankIdOrderByIdDesc(bank.id())
			.stream()
			.filter(it -> it.status() != EndpointStatus.CLOSED)
			.count() >= MOST_OPEN) {
			throw new RuleBroken("credit.webhook.too-many", MOST_OPEN);
		}
		var endpoint = asked(bank, url, types, null);
		history.record(TYPE, endpoint.id(), null, endpoint.status(), null);
		if (sandbox.here()) {
			var two = sandbox.agreeing();
			move(endpoint, null, it -> it.propose(two.getFirst().id(), two.getFirst().name(), clock.now()));
			confirm(endpoint, two.getLast().id(), two.getLast().name());
		}
		return endpoint.id();
	}

	/**
	 * A new secret, told once. The former one signs beside it for a day; who asks again
	 * within that day keeps the one that the bank surely has.
	 */
	public String rotate(String clientId, UUID id) {
		var endpoint = endpoints.require(id, banks.require(clientId).id());
		if (endpoint.status() != EndpointStatus.ACTIVE) {
			throw new WrongState("credit.webhook.not-active");
		}
		var secret = WebhookSecret.draw().text();
		var now = Timestamp.from(Instant.now());
		sql.sql("""
				update credit_webhook_endpoint
				   set old_secret = case when old_secret_until > :now then old_secret else secret end,
				       old_secret_until = case when secret is null then null
				                               when old_secret_until > :now then old_secret_until
				                               else cast(:until as timestamptz) end,
				       secret = :secret
				 where id = :id""")
			.param("now", now)
			.param("until", Timestamp.from(Instant.now().plus(OVERLAP)))
			.param("secret", seals.seal(id, "webhook-secret", secret))
			.param("id", id)
			.update();
		audit.record("rotate-webhook-secret", TYPE, id, null);
		return secret;
	}

	public UUID test(String clientId, UUID id) {
		return test(endpoints.require(id, banks.require(clientId).id()));
	}

	public void replay(String clientId, UUID delivery) {
		again(delivery, banks.require(clientId).id());
	}

	@Transactional(readOnly = true)
	public Paged<Delivery> deliveriesOfBank(String clientId, @Nullable DeliveryStatus status, @Nullable String after,
			int limit) {
		return deliveries(null, banks.require(clientId).id(), status, after, limit);
	}

	/** For whoever may act; without asking who reads. */
	@Transactional(readOnly = true)
	public List<Waiting> waiting() {
		return endpoints.findAllByOrderByIdDesc()
			.stream()
			.filter(it -> it.status() == EndpointStatus.ASKED || it.status() == EndpointStatus.PROPOSED
					|| it.alarming())
			.map(it -> new Waiting(it.id(), banks.require(it.bankId()).name(), it.url(), it.status(), since(it),
					it.proposedBy()))
			.toList();
	}

	private static Instant since(WebhookEndpoint it) {
		return switch (it.status()) {
			case PROPOSED -> Objects.requireNonNullElse(it.proposedAt(), it.askedAt());
			case STOPPED -> Objects.requireNonNullElse(it.stoppedAt(), it.askedAt());
			default -> it.askedAt();
		};
	}

	private WebhookEndpoint asked(PartnerBank bank, String url, List<String> types, @Nullable String range) {
		if (!Set.copyOf(TYPES).containsAll(types)) {
			throw new RuleBroken("credit.webhook.type").at("types");
		}
		var address = guard.require(url, range).toString();
		if (endpoints.existsByBankIdAndUrlAndStatusNot(bank.id(), address, EndpointStatus.CLOSED)) {
			throw new RuleBroken("credit.webhook.known").at("url");
		}
		return endpoints.saveAndFlush(WebhookEndpoint.asked(bank.id(), address,
				types.stream().distinct().sorted().toList(), range, clock.now()));
	}

	private void move(WebhookEndpoint endpoint, @Nullable String reason, Consumer<WebhookEndpoint> step) {
		var before = endpoint.status();
		step.accept(endpoint);
		endpoints.saveAndFlush(endpoint);
		history.record(TYPE, endpoint.id(), before, endpoint.status(), reason);
	}

	private UUID test(WebhookEndpoint endpoint) {
		if (endpoint.status() != EndpointStatus.ACTIVE) {
			throw new WrongState("credit.webhook.not-active");
		}
		if (!view(endpoint).secret()) {
			throw new RuleBroken("credit.webhook.no-secret");
		}
		audit.record("test-webhook", TYPE, endpoint.id(), null);
		var now = Instant.now();
		return dispatcher.insert(endpoint.id(), TEST, now);
	}

	/**
	 * @param bankId null: staff, whatever the bank
	 */
	private void again(UUID delivery, @Nullable UUID bankId) {
		record Row(UUID endpointId, String status, String endpointStatus) {
		}
		var row = sql.sql("""
				select d.endpoint_id, d.status, e.status as endpoint_status from credit_webhook_delivery d
				  join credit_webhook_endpoint e on e.tenant_id = d.tenant_id and e.id = d.endpoint_id
				 where d.id = :id and (cast(:bank as uuid) is null or e.bank_id = :bank) for update of d""")
			.param("id", delivery)
			.param("bank", bankId)
			.query(Row.class)
			.optional()
			.orElseThrow(() -> new NotFound("credit.webhook.delivery-unknown"));
		if (!row.endpointStatus().equals(EndpointStatus.ACTIVE.name())) {
			throw new WrongState("credit.webhook.not-active");
		}
		if (row.status().equals(DeliveryStatus.PENDING.name())) {
			throw new WrongState("credit.webhook.delivery-pending");
		}
		sql.sql("update credit_webhook_delivery set status = 'PENDING', attempts = 0, next_at = ? where id = ?")
			.params(Timestamp.from(Instant.now()), delivery)
			.update();
		audit.record("replay-webhook", TYPE, row.endpointId(), WebhookDispatcher.id(delivery));
	}

	private Paged<Delivery> deliveries(@Nullable UUID endpoint, @Nullable UUID bank, @Nullable DeliveryStatus status,
			@Nullable String after, int limit) {
		var cursor = Cursor.read(after, 1);
		var filter = """
				 from credit_webhook_delivery d
				  join credit_webhook_endpoint e on e.tenant_id = d.tenant_id and e.id = d.endpoint_id
				  join credit_bank b on b.tenant_id = e.tenant_id and b.id = e.bank_id
				 where (cast(:endpoint as uuid) is null or d.endpoint_id = :endpoint)
				   and (cast(:bank as uuid) is null or e.bank_id = :bank)
				   and (cast(:status as text) is null or d.status = :status)
				""";
		var rows = sql.sql("""
				select d.id, d.endpoint_id, b.name, e.url, d.seq, d.type, d.subject, d.status, d.attempts, d.next_at,
				       d.last_at, d.last_code, d.last_error, d.last_ms
				""" + filter + """
				and (cast(:after as uuid) is null or d.id < :after) order by d.id desc limit :rows""")
			.param("endpoint", endpoint)
			.param("bank", bank)
			.param("status", (status != null) ? status.name() : null)
			.param("after", cursor.isEmpty() ? null : cursor.getFirst())
			.param("rows", limit + 1)
			.query(WebhookDesk::delivery)
			.list();
		var total = sql
			.sql("select count(*) from (select 1 " + filter + " limit " + (Paged.COUNT_CAP + 1) + ") counted")
			.param("endpoint", endpoint)
			.param("bank", bank)
			.param("status", (status != null) ? status.name() : null)
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, total, it -> Cursor.of(it.id()));
	}

	private static Delivery delivery(ResultSet row, int n) throws SQLException {
		var id = row.getObject(1, UUID.class);
		return new Delivery(id, row.getObject(2, UUID.class), WebhookDispatcher.id(id), row.getString(3),
				row.getString(4), row.getObject(5, Long.class), row.getString(6), row.getString(7),
				DeliveryStatus.valueOf(row.getString(8)), row.getInt(9), row.getTimestamp(10).toInstant(),
				instant(row, 11), row.getObject(12, Integer.class), row.getString(13),
				row.getObject(14, Integer.class));
	}

	private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
		var at = row.getTimestamp(column);
		return (at != null) ? at.toInstant() : null;
	}

	private static UUID person() {
		return Actor.current().personId();
	}

	private static String name() {
		return Actor.current().displayName();
	}

	private static void requireWords(String reason) {
		if (reason.strip().length() < 2 || reason.length() > 200) {
			throw new RuleBroken("credit.webhook.words", 200).at("reason");
		}
	}

}
