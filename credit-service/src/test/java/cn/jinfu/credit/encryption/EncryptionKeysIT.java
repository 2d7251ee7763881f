package cn.jinfu.credit.encryption;

import static cn.jinfu.credit.TestFederation.as;
import static cn.jinfu.credit.TestFederation.race;
import static cn.jinfu.credit.TestFederation.refused;
import static cn.jinfu.credit.TestFederation.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.credit.PartnerEncryption;
import cn.jinfu.credit.PartnerEncryption.Envelope;
import cn.jinfu.credit.PartnerEncryption.Key;
import cn.jinfu.credit.TestFederation;
import cn.jinfu.credit.encryption.EncryptionKey.Standing;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Constraints;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.support.TransactionTemplate;

/** Keys to which personal data are encrypted (R20); a text stands for a key here. */
@SpringBootTest(classes = cn.jinfu.CreditAlone.class)
class EncryptionKeysIT {

	private static final String BANK = "bank-x";

	@Autowired
	EncryptionKeys keys;

	@Autowired
	PartnerEncryption encryption;

	@Autowired
	PartnerBanks banks;

	@Autowired
	JdbcClient sql;

	@Autowired
	BusinessClock clock;

	@Autowired
	TransactionTemplate transaction;

	private TestFederation world;

	private Actor one;

	private Actor two;

	@BeforeEach
	void aBankWithItsRegisteredKey() {
		world = TestFederation.another(sql, transaction);
		one = world.staff("one", "credit:partner-key:view", "credit:partner-key:propose", "credit:partner-key:confirm");
		two = world.staff("two", "credit:partner-key:view", "credit:partner-key:confirm");
		world.bank(banks);
		when(encryption.read(any())).thenAnswer(call -> key(call.getArgument(0)));
		when(encryption.of(BANK)).thenReturn(Optional.of(_ -> "to the registered one"));
		when(encryption.to(any())).thenAnswer(call -> {
			var key = call.getArgument(0, Key.class);
			return (Envelope) _ -> "to " + key.kid();
		});
	}

	@Test
	@DisplayName("R20: proposed by one, confirmed by another; the key before ends, the registered one never returns")
	void twoPeoplePutAKeyInForce() {
		assertThat(sealed()).hasValue("to the registered one");
		var first = propose("k1");
		assertThat(sealed()).as("nobody confirmed").hasValue("to the registered one");
		refused("credit.partner-key.four-eyes", () -> as(one, () -> run(() -> keys.confirm(first))));
		as(two, () -> run(() -> keys.confirm(first)));
		assertThat(sealed()).hasValue("to k1");
		refused("credit.encryption-key.closed", () -> as(two, () -> run(() -> keys.confirm(first))));

		var second = propose("k2");
		refused("credit.encryption-key.open", () -> propose("k3"));
		refused("credit.partner-key.known", () -> propose("k1"));
		as(two, () -> run(() -> keys.confirm(second)));
		assertThat(sealed()).hasValue("to k2");
		assertThat(as(two, () -> keys.all(null, 20)).items()).satisfiesExactly(it -> {
			assertThat(it.status()).isEqualTo(Standing.ACTIVE);
			assertThat(it.proposedName()).isEqualTo(one.displayName());
			assertThat(it.confirmedName()).isEqualTo(two.displayName());
		}, it -> {
			assertThat(it.status()).isEqualTo(Standing.ENDED);
			assertThat(it.endedName()).isEqualTo(two.displayName());
			assertThat(it.endedReason()).as("another took its place").isNull();
		});

		refused("credit.webhook.words", () -> as(one, () -> run(() -> keys.end(second, " "))));
		as(one, () -> run(() -> keys.end(second, "lost")));
		assertThat(sealed()).as("the registered one was given up").isEmpty();
		refused("credit.encryption-key.closed", () -> as(one, () -> run(() -> keys.end(second, "again"))));
	}

	@Test
	@DisplayName("R20: on its last day a key still counts, on the next nothing is sealed")
	void aKeyEndsWithItsLastDay() {
		refused("credit.partner-key.valid-to", () -> propose("k1", clock.realDate().minusDays(1)));
		refused("credit.partner-key.valid-to", () -> propose("k1", clock.realDate().plusYears(3).plusDays(1)));
		var id = propose("k1", clock.realDate());
		as(two, () -> run(() -> keys.confirm(id)));
		assertThat(sealed()).hasValue("to k1");
		var key = as(two, () -> keys.all(null, 20)).items().getFirst();
		assertThat(key.counts(key.validTo())).isTrue();
		assertThat(key.counts(key.validTo().plusDays(1))).isFalse();
		assertThat(key.over(key.validTo())).isFalse();
		assertThat(key.over(key.validTo().plusDays(1))).isTrue();
	}

	@Test
	void whoMayNotIsRefusedAndOthersSeeNothing() {
		var id = propose("k1");
		for (Runnable act : List.<Runnable>of(() -> keys.all(null, 20), () -> keys.confirm(id),
				() -> keys.end(id, "mine"), () -> keys.propose(BANK, "k2", clock.realDate()))) {
			assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> world.staff("nobody").run(act));
		}
		var other = TestFederation.another(sql, transaction);
		var stranger = other.staff("x", "credit:partner-key:view", "credit:partner-key:confirm");
		assertThat(as(stranger, () -> keys.all(null, 20)).items()).isEmpty();
		refused("credit.partner-key.not-found", () -> as(stranger, () -> run(() -> keys.confirm(id))));
	}

	@Test
	void whoConfirmsAtOnceConfirmsOnce() throws Exception {
		var id = propose("k1");
		Supplier<?> confirm = () -> as(two, () -> run(() -> keys.confirm(id)));
		assertThat(race(List.of(confirm, confirm, confirm))).containsOnlyOnce("done");
	}

	@Test
	@DisplayName("R20: the database keeps no private part, no other kind, and nobody who agrees with himself")
	void theDatabaseRefusesTheSame() {
		var id = propose("k1");
		broken("credit_encryption_key_two_people_ck",
				"update credit_encryption_key set status = 'ACTIVE', confirmed_by = proposed_by, confirmed_name = 'x',"
						+ " confirmed_at = now() where id = '" + id + "'");
		broken("credit_encryption_key_kept_ck",
				"update credit_encryption_key set valid_to = valid_to + 1 where id = '" + id + "'");
		broken("credit_encryption_key_public_ck", insert("P-256", json("k9", "P-256", ", \"d\": \"AA\"")));
		broken("credit_encryption_key_public_ck", insert("P-256", json("k9", "P-256", "").replace("enc", "sig")));
		broken("credit_encryption_key_public_ck", insert("P-256", "{\"kty\": \"EC\", \"crv\": \"P-256\"}"));
		broken("credit_encryption_key_kind_ck", insert("P-256", json("k9", "P-384", "")));
		broken("credit_encryption_key_kind_ck", insert("OKP", json("k9", "X25519", "")));
		for (var beyond : List.of("::date - 1", "::date + interval '3 years 1 day'")) {
			broken("credit_encryption_key_valid_to_ck",
					insert("P-256", json("k9", "P-256", "")).replace("::date", beyond));
		}
		as(one, () -> run(() -> keys.end(id, "wrong")));
		broken("credit_encryption_key_kept_ck",
				"update credit_encryption_key set status = 'PROPOSED', ended_at = null, ended_name = null,"
						+ " ended_reason = null where id = '" + id + "'");
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> world.in(() -> sql.sql("delete from credit_encryption_key").update()));
	}

	private String insert(String kind, String jwk) {
		return """
				insert into credit_encryption_key (id, tenant_id, client_id, kid, kind, jwk, status, valid_to, proposed_by,
				  proposed_name, proposed_at) values (gen_random_uuid(), '%s', 'other', 'k9', '%s', '%s', 'PROPOSED',
				  (now() at time zone 'Asia/Shanghai')::date, gen_random_uuid(), 'x', now())"""
			.formatted(world.tenant(), kind, jwk);
	}

	private static String json(String kid, String curve, String more) {
		return "{\"kty\": \"EC\", \"use\": \"enc\", \"kid\": \"" + kid + "\", \"crv\": \"" + curve + "\"" + more + "}";
	}

	private static Key key(String kid) {
		return new Key(kid, "P-256", json(kid, "P-256", ""));
	}

	private Optional<String> sealed() {
		return world.in(() -> keys.of(BANK)).map(it -> it.seal(new byte[0]));
	}

	private UUID propose(String kid) {
		return propose(kid, clock.realDate().plusYears(1));
	}

	private UUID propose(String kid, LocalDate validTo) {
		return as(one, () -> keys.propose(BANK, kid, validTo));
	}

	private void broken(String constraint, String statement) {
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> world.in(() -> sql.sql(statement).update()))
			.satisfies(it -> assertThat(Constraints.name(it)).as(statement).hasValue(constraint));
	}

}
