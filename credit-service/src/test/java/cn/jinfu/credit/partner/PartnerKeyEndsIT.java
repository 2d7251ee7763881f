package cn.jinfu.credit.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.product.RatingRelease;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Tenant;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A bank hears of the end of its key 60, 30 and 7 days before, once each. */
@SpringBootTest(classes = cn.jinfu.CreditAlone.class)
class PartnerKeyEndsIT {

	private static final String TENANT = "330485";

	@Autowired
	PartnerKeyEnds ends;

	@Autowired
	PartnerBanks banks;

	@Autowired
	BusinessClock clock;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionTemplate transaction;

	private final String client = "bank-" + Ids.next().toString().substring(24);

	@Test
	void tellsOnTheseDaysAndOnce() {
		in(() -> {
			sql.sql("insert into platform_tenant (code, name, division) values (?, 'x', ?) on conflict do nothing")
				.params(TENANT, TENANT)
				.update();
			return banks.save(PartnerBank.of(client, "a", RatingRelease.LETTER_ONLY, "c")).id();
		});
		var today = clock.realDate();
		for (int days : new int[] { 61, 60, 59, 30, 8, 7, 0 }) {
			key("in-" + days, "ACTIVE", today.plusDays(days));
		}
		key("asked-7", "ASKED", today.plusDays(7));
		key("ended-7", "ENDED", today.plusDays(7));
		assertThat(Tenant.callAs(TENANT, () -> ends.run(today))).isEqualTo(3);
		assertThat(told()).containsExactlyInAnyOrder("in-60", "in-30", "in-7");
		assertThat(Tenant.callAs(TENANT, () -> ends.run(today))).as("again").isZero();
		assertThat(told()).hasSize(3);
	}

	private List<String> told() {
		return in(() -> sql
			.sql("""
					select e.subject from credit_outbound_event e join credit_bank b on b.tenant_id = e.tenant_id and b.id = e.bank_id
					 where b.client_id = ? and e.type = 'key.ending'""")
			.param(client)
			.query(String.class)
			.list());
	}

	private void key(String kid, String status, LocalDate validTo) {
		in(() -> sql
			.sql("""
					insert into credit_partner_key (id, tenant_id, version, client_id, kid, algorithm, public_key, status, asked_at,
					    proposed_by, proposed_name, proposed_at, confirmed_by, confirmed_name, confirmed_at, ended_at, valid_to)
					select gen_random_uuid(), :tenant, 0, :client, :kid, 'ED25519', 'AA==', :status, now(),
					    gen_random_uuid(), 'x', now(), gen_random_uuid(), 'y', now(),
					    case when :status = 'ENDED' then now() end, :to""")
			.param("tenant", TENANT)
			.param("client", client)
			.param("kid", kid)
			.param("status", status)
			.param("to", validTo)
			.update());
	}

	private <T> T in(Supplier<T> body) {
		return Objects.requireNonNull(Tenant.callAs(TENANT, () -> transaction.execute(_ -> body.get())));
	}

}
