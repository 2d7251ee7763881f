package cn.jinfu.credit.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.product.RatingRelease;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Tenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What the night takes away of the banks' traffic, and what it leaves. */
@SpringBootTest(classes = cn.jinfu.CreditAlone.class)
class PartnerSweepIT {

	private static final String TENANT = "330483";

	@Autowired
	PartnerSweep sweep;

	@Autowired
	PartnerBanks banks;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionTemplate transaction;

	private final String client = "bank-" + Ids.next().toString().substring(24);

	private UUID bankId;

	@BeforeEach
	void aBank() {
		bankId = in(() -> {
			sql.sql("insert into platform_tenant (code, name, division) values (?, 'x', ?) on conflict do nothing")
				.params(TENANT, TENANT)
				.update();
			return banks.save(PartnerBank.of(client, "a", RatingRelease.LETTER_ONLY, "c")).id();
		});
	}

	@Test
	void deliveriesGoNinetyDaysAfterTheirLastTry() {
		var open = endpoint("STOPPED");
		var closed = endpoint("CLOSED");
		delivery(open, "told-old", "DELIVERED", 91);
		delivery(open, "told-new", "DELIVERED", 89);
		delivery(open, "dead-old", "DEAD", 91);
		delivery(open, "dead-new", "DEAD", 89);
		delivery(open, "waits", "PENDING", 400);
		delivery(closed, "waits-for-nobody", "PENDING", 91);
		delivery(closed, "closed-lately", "PENDING", 89);

		assertThat(run()).isEqualTo(3);

		assertThat(in(() -> sql
			.sql("select subject from credit_webhook_delivery where endpoint_id in (?, ?) order by subject")
			.params(open, closed)
			.query(String.class)
			.list())).isEqualTo(List.of("closed-lately", "dead-new", "told-new", "waits"));
		assertThat(run()).as("a repeat finds nothing").isZero();
	}

	@Test
	void answersGoAfterSevenDaysAndSignaturesWhenTheyCannotComeAgain() {
		call("old-key-1", 8);
		call("new-key-1", 6);
		signature(1, "- interval '1 second'");
		signature(2, "+ interval '1 hour'");

		assertThat(run()).isEqualTo(2);

		assertThat(in(() -> sql.sql("select key from credit_partner_call where client_id = ?")
			.param(client)
			.query(String.class)
			.list())).containsExactly("new-key-1");
		assertThat(in(() -> sql.sql("select get_byte(hash, 0) from credit_partner_signature where client_id = ?")
			.param(client)
			.query(Integer.class)
			.list())).containsExactly(2);
	}

	private int run() {
		return Objects.requireNonNull(Tenant.callAs(TENANT, () -> sweep.run(LocalDate.now())));
	}

	private UUID endpoint(String status) {
		var id = Ids.next();
		var somebody = Ids.next();
		in(() -> sql.sql("""
				insert into credit_webhook_endpoint (id, tenant_id, version, bank_id, url, types, status, asked_at,
				    proposed_by, proposed_name, proposed_at)
				values (?, ?, 0, ?, ?, '', ?, now(), ?, 'x', now())""")
			.params(id, TENANT, bankId, "https://bank.example/" + id, status, somebody)
			.update());
		return id;
	}

	private void delivery(UUID endpoint, String subject, String status, int daysAgo) {
		in(() -> sql
			.sql("""
					insert into credit_webhook_delivery (id, tenant_id, endpoint_id, type, subject, state, at, status, next_at,
					    last_at)
					values (?, ?, ?, 'case.dispatched', ?, 'DISPATCHED', now() - interval '500 days', ?, now(),
					    now() - make_interval(days => ?))""")
			.params(Ids.next(), TENANT, endpoint, subject, status, daysAgo)
			.update());
	}

	private void call(String key, int daysAgo) {
		in(() -> sql
			.sql("""
					insert into credit_partner_call (tenant_id, client_id, method, path, key, fingerprint, fence, locked_until,
					    created_at)
					values (?, ?, 'POST', '/', ?, ?, ?, now(), now() - make_interval(days => ?))""")
			.params(TENANT, client, key, new byte[32], Ids.next(), daysAgo)
			.update());
	}

	private void signature(int first, String off) {
		var hash = new byte[32];
		hash[0] = (byte) first;
		in(() -> sql
			.sql("insert into credit_partner_signature (tenant_id, client_id, hash, expires_at) values (?, ?, ?, now() "
					+ off + ")")
			.params(TENANT, client, hash)
			.update());
	}

	private <T> T in(Supplier<T> work) {
		return Objects.requireNonNull(Tenant.callAs(TENANT, () -> transaction.execute(_ -> work.get())));
	}

}
