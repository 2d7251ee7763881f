package cn.jinfu.credit.partner;

import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

import cn.jinfu.credit.PartnerKeys;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.sandbox.SandboxClock;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.PersonalData;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The keys of banks' messages. The first one comes with the registration of the client;
 * others are asked for by the bank's machine, or brought by a person, and count when two
 * people have agreed.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class PartnerKeyDesk {

	static final String TYPE = "PartnerKey";

	private static final String SECRET = "message-key";

	private static final int MOST_OPEN = 6;

	private static final int MOST_YEARS = 3;

	/** A key just asked for; the secret is told this once. */
	public record Asked(PartnerKey key, @Nullable String secret) {
	}

	/** What waits for somebody. */
	public record Line(PartnerKey key, String bankName, boolean mine) {
	}

	private final PartnerKeyRows rows;

	private final ObjectProvider<PartnerKeys> register;

	private final PartnerBanks banks;

	private final PersonalData seals;

	private final SandboxClock sandbox;

	private final StatusHistory history;

	private final BusinessClock clock;

	/** What verifies a message now; a key that has ended verifies nothing. */
	@Transactional(readOnly = true)
	public Optional<MessageKey> find(String clientId, String kid) {
		var row = rows.findByClientIdAndKid(clientId, kid);
		if (row.isPresent()) {
			return row.filter(it -> it.status() == KeyStatus.ACTIVE && !clock.realDate().isAfter(it.validTo()))
				.map(it -> new MessageKey(kid, it.algorithm(), bytes(it)));
		}
		var keys = register.getIfAvailable();
		return (keys == null) ? Optional.empty()
				: keys.ed25519(clientId, kid).map(it -> new MessageKey(kid, SignatureAlgorithm.ED25519, it));
	}

	private byte[] bytes(PartnerKey it) {
		var sealed = it.secret();
		return Base64.getDecoder()
			.decode((sealed != null) ? seals.use(it.id(), sealed) : String.valueOf(it.publicKey()));
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:partner-key:view')")
	public List<Line> all() {
		var me = Actor.current().personId();
		return lines().stream().map(it -> new Line(it.key(), it.bankName(), it.key().proposedBy(me))).toList();
	}

	/** Without asking who reads. */
	@Transactional(readOnly = true)
	public List<Line> lines() {
		return rows.findAllByOrderByClientIdAscIdDesc()
			.stream()
			.map(it -> new Line(it, banks.findByClientId(it.clientId()).map(PartnerBank::name).orElse(it.clientId()),
					false))
			.toList();
	}

	@Transactional(readOnly = true)
	public List<PartnerBank> banks() {
		return banks.findAllByOrderByClientId();
	}

	@Transactional(readOnly = true)
	public List<PartnerKey> ofBank(String clientId) {
		return rows.findByClientIdOrderByIdDesc(clientId);
	}

	/**
	 * The bank's machine asks; in a sandbox nobody else has to agree.
	 * @param publicKey in base 64; null where a secret is to be drawn
	 */
	public Asked ask(String clientId, String kid, SignatureAlgorithm algorithm, @Nullable String publicKey,
			LocalDate validTo) {
		banks.require(clientId);
		var key = fresh(clientId, kid, algorithm, validTo);
		String secret = null;
		if (algorithm == SignatureAlgorithm.HMAC_SHA256) {
			if (publicKey != null) {
				throw new RuleBroken("credit.partner-key.secret-drawn").at("publicKey");
			}
			secret = Base64.getEncoder().encodeToString(algorithm.draw().own());
			key.withSecret(seals.seal(key.id(), SECRET, secret));
		}
		else {
			key.withPublic(checked(algorithm, publicKey));
		}
		var kept = rows.saveAndFlush(key);
		history.record(TYPE, kept.id(), null, kept.status(), null);
		if (sandbox.here()) {
			var two = sandbox.agreeing();
			move(kept, kept.status(), null, it -> it.propose(two.getFirst().id(), two.getFirst().name(), clock.now()));
			move(kept, kept.status(), null, it -> it.confirm(two.getLast().id(), two.getLast().name(), clock.now()));
		}
		return new Asked(kept, secret);
	}

	/** The first of the two people, with a key that the bank handed over. */
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	public UUID propose(String clientId, String kid, SignatureAlgorithm algorithm, @Nullable String publicKey,
			LocalDate validTo) {
		if (algorithm == SignatureAlgorithm.HMAC_SHA256) {
			// a secret is for machines alone
			throw new RuleBroken("credit.partner-key.secret-by-machine").at("algorithm");
		}
		banks.require(clientId);
		var key = fresh(clientId, kid, algorithm, validTo);
		key.withPublic(checked(algorithm, publicKey));
		move(key, null, null, it -> it.propose(person(), name(), clock.now()));
		return key.id();
	}

	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	public void propose(UUID id) {
		var key = rows.require(id);
		move(key, key.status(), null, it -> it.propose(person(), name(), clock.now()));
	}

	@PreAuthorize("hasAuthority('credit:partner-key:confirm')")
	public void confirm(UUID id) {
		var key = rows.require(id);
		move(key, key.status(), null, it -> it.confirm(person(), name(), clock.now()));
	}

	/** One person is enough: nothing signed with it counts any more. */
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	public void end(UUID id, String reason) {
		requireWords(reason);
		var key = rows.require(id);
		move(key, key.status(), reason, it -> it.end(clock.now()));
	}

	/** The same for the key that came with the registration. */
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	public void endRegistered(String clientId, String kid, String reason) {
		requireWords(reason);
		var keys = register.getIfAvailable();
		var known = (keys == null) ? Optional.<byte[]>empty() : keys.ed25519(clientId, kid);
		if (known.isEmpty() || banks.findByClientId(clientId).isEmpty()) {
			throw new RuleBroken("credit.partner-key.unknown-kid").at("kid");
		}
		var key = fresh(clientId, kid, SignatureAlgorithm.ED25519, clock.realDate());
		key.withPublic(Base64.getEncoder().encodeToString(known.get()));
		move(key, null, reason, it -> it.end(clock.now()));
	}

	private PartnerKey fresh(String clientId, String kid, SignatureAlgorithm algorithm, LocalDate validTo) {
		if (!kid.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,59}")) {
			throw new RuleBroken("credit.partner-key.kid").at("kid");
		}
		if (rows.findByClientIdAndKid(clientId, kid).isPresent()) {
			throw new RuleBroken("credit.partner-key.known").at("kid");
		}
		var today = clock.realDate();
		if (validTo.isBefore(today) || validTo.isAfter(today.plusYears(MOST_YEARS))) {
			throw new RuleBroken("credit.partner-key.valid-to", MOST_YEARS).at("validTo");
		}
		if (ofBank(clientId).stream().filter(it -> it.status() != KeyStatus.ENDED).count() >= MOST_OPEN) {
			throw new RuleBroken("credit.partner-key.too-many", MOST_OPEN);
		}
		return PartnerKey.asked(clientId, kid, algorithm, validTo, clock.now());
	}

	private static String checked(SignatureAlgorithm algorithm, @Nullable String publicKey) {
		try {
			var bytes = Base64.getDecoder().decode(String.valueOf(publicKey).strip());
			if (algorithm.isKey(bytes)) {
				return Base64.getEncoder().encodeToString(bytes);
			}
		}
		catch (IllegalArgumentException notBase64) {
			// told below
		}
		throw new RuleBroken("credit.partner-key.public-key").at("publicKey");
	}

	private void move(PartnerKey key, @Nullable KeyStatus before, @Nullable String reason, Consumer<PartnerKey> step) {
		step.accept(key);
		rows.saveAndFlush(key);
		history.record(TYPE, key.id(), before, key.status(), reason);
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
