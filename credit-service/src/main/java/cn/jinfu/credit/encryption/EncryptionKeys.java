package cn.jinfu.credit.encryption;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.credit.CreditFourEyes;
import cn.jinfu.credit.PartnerEncryption;
import cn.jinfu.credit.PartnerEncryption.Envelope;
import cn.jinfu.credit.PartnerEncryption.Key;
import cn.jinfu.credit.encryption.EncryptionKey.Standing;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keys to which banks want personal data encrypted (R20): one person proposes what the
 * bank handed over, another confirms it, and it takes the place of the one before. Once a
 * bank has had such a key, that of its registration counts no more, so that nothing is
 * sealed to a key that was given up.
 */
@Component
@Transactional
@RequiredArgsConstructor
public class EncryptionKeys {

	private static final String TYPE = "EncryptionKey";

	private static final int MOST_YEARS = 3;

	private static final String SELECT = """
			select k.id, k.client_id, coalesce(b.name, k.client_id), k.kid, k.kind, k.jwk::text, k.status, k.valid_to,
			       k.proposed_by, k.proposed_name, k.proposed_at, k.confirmed_name, k.confirmed_at, k.ended_name,
			       k.ended_at, k.ended_reason
			  from credit_encryption_key k
			  left join credit_bank b on b.tenant_id = k.tenant_id and b.client_id = k.client_id
			""";

	private final ObjectProvider<PartnerEncryption> encryption;

	private final PartnerBanks banks;

	private final Audit audit;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/** What seals for a bank now; empty where it has no key, or the last has ended. */
	@Transactional(readOnly = true)
	public Optional<Envelope> of(String clientId) {
		var service = encryption.getIfAvailable();
		if (service == null) {
			return Optional.empty();
		}
		var confirmed = find(SELECT + " where k.client_id = ? and k.confirmed_at is not null", clientId);
		if (confirmed.isEmpty()) {
			return service.of(clientId);
		}
		return confirmed.stream()
			.filter(it -> it.counts(clock.realDate()))
			.findFirst()
			.map(it -> service.to(new Key(it.kid(), it.kind(), it.jwk())));
	}

	/** The latest proposed first, with all that has ended. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:partner-key:view')")
	public Paged<EncryptionKey> all(@Nullable String after, int limit) {
		var from = Cursor.read(after, 2);
		var rows = sql.sql(SELECT + """
				where (:id = '' or (k.proposed_at, k.id) < (cast(:at as timestamptz), cast(nullif(:id, '') as uuid)))
				order by k.proposed_at desc, k.id desc limit :rows""")
			.param("at", from.isEmpty() ? null : from.get(0))
			.param("id", from.isEmpty() ? "" : from.get(1))
			.param("rows", limit + 1)
			.query(EncryptionKeys::key)
			.list();
		var count = sql
			.sql("select count(*) from (select 1 from credit_encryption_key limit " + (Paged.COUNT_CAP + 1)
					+ ") counted")
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, count, it -> Cursor.of(it.proposedAt(), it.id()));
	}

	@Transactional(readOnly = true)
	public List<PartnerBank> banks() {
		return banks.findAllByOrderByClientId();
	}

	/** Proposed ones, and active ones whose last day is that one or before. */
	@Transactional(readOnly = true)
	public List<EncryptionKey> waiting(LocalDate until) {
		return find(SELECT + """
				where k.status = 'PROPOSED' or k.status = 'ACTIVE' and k.valid_to <= ?
				order by k.proposed_at limit 100""", until);
	}

	/**
	 * What the bank handed over; nothing is sealed to it yet.
	 * @throws RuleBroken for what cannot be used, an id used before or a day that cannot
	 * be
	 */
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	public UUID propose(String clientId, String jwk, LocalDate validTo) {
		banks.require(clientId);
		var key = encryption.getObject().read(jwk);
		var today = clock.realDate();
		if (validTo.isBefore(today) || validTo.isAfter(today.plusYears(MOST_YEARS))) {
			throw new RuleBroken("credit.partner-key.valid-to", MOST_YEARS).at("validTo");
		}
		var known = find(SELECT + " where k.client_id = ?", clientId);
		if (known.stream().anyMatch(it -> it.kid().equals(key.kid()))) {
			throw new RuleBroken("credit.partner-key.known").at("jwk");
		}
		if (known.stream().anyMatch(it -> it.status() == Standing.PROPOSED)) {
			throw new WrongState("credit.encryption-key.open");
		}
		var id = Ids.next();
		sql.sql("""
				insert into credit_encryption_key (id, tenant_id, client_id, kid, kind, jwk, status, valid_to, proposed_by,
				       proposed_name, proposed_at) values (?, ?, ?, ?, ?, cast(? as jsonb), 'PROPOSED', ?, ?, ?, ?)""")
			.params(id, Tenant.require(), clientId, key.kid(), key.kind(), key.jwk(), validTo,
					Actor.current().personId(), Actor.current().displayName(), now())
			.update();
		audit.record("propose-encryption-key", TYPE, id, clientId + " " + key.kid());
		return id;
	}

	/** By another person than proposed it; the active one ends. */
	@PreAuthorize("hasAuthority('credit:partner-key:confirm')")
	public void confirm(UUID id) {
		var it = locked(id);
		if (it.status() != Standing.PROPOSED) {
			throw new WrongState("credit.encryption-key.closed");
		}
		CreditFourEyes.CONFIRM_ENCRYPTION_KEY.requireOther("credit.partner-key.four-eyes", Actor.current().personId(),
				it.proposedBy());
		if (it.validTo().isBefore(clock.realDate())) {
			throw new RuleBroken("credit.encryption-key.late");
		}
		var actor = Actor.current();
		sql.sql("""
				update credit_encryption_key set status = 'ENDED', ended_name = ?, ended_at = ?, version = version + 1
				 where client_id = ? and status = 'ACTIVE'""")
			.params(actor.displayName(), now(), it.clientId())
			.update();
		sql.sql("""
				update credit_encryption_key set status = 'ACTIVE', confirmed_by = ?, confirmed_name = ?, confirmed_at = ?,
				       version = version + 1 where id = ?""")
			.params(actor.personId(), actor.displayName(), now(), id)
			.update();
		audit.record("confirm-encryption-key", TYPE, id, it.clientId() + " " + it.kid());
	}

	/** One person is enough: nothing more is sealed to it. */
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	public void end(UUID id, String reason) {
		if (reason.strip().length() < 2 || reason.length() > 200) {
			throw new RuleBroken("credit.webhook.words", 200).at("reason");
		}
		var it = locked(id);
		if (it.status() == Standing.ENDED) {
			throw new WrongState("credit.encryption-key.closed");
		}
		sql.sql("""
				update credit_encryption_key set status = 'ENDED', ended_name = ?, ended_at = ?, ended_reason = ?,
				       version = version + 1 where id = ?""")
			.params(Actor.current().displayName(), now(), reason.strip(), id)
			.update();
		audit.record("end-encryption-key", TYPE, id, it.clientId() + " " + it.kid());
	}

	/** All keys of its bank, so that two who confirm wait for each other. */
	private EncryptionKey locked(UUID id) {
		return find(SELECT + """
				where k.client_id = (select o.client_id from credit_encryption_key o where o.id = ?)
				order by k.id for update of k""", id).stream()
			.filter(it -> it.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new NotFound("credit.partner-key.not-found"));
	}

	private List<EncryptionKey> find(String query, Object... params) {
		return sql.sql(query).params(params).query(EncryptionKeys::key).list();
	}

	private Timestamp now() {
		return Timestamp.from(clock.now());
	}

	private static EncryptionKey key(ResultSet row, int n) throws SQLException {
		return new EncryptionKey(row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getString(4),
				row.getString(5), row.getString(6), Standing.valueOf(row.getString(7)),
				row.getObject(8, LocalDate.class), row.getObject(9, UUID.class), row.getString(10),
				row.getTimestamp(11).toInstant(), row.getString(12), instant(row, 13), row.getString(14),
				instant(row, 15), row.getString(16));
	}

	private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
		var at = row.getTimestamp(column);
		return (at != null) ? at.toInstant() : null;
	}

}
