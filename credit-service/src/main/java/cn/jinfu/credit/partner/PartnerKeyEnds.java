package cn.jinfu.credit.partner;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.PartnerCertificates;
import cn.jinfu.credit.outbox.BankOutbox;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.JobDefinition;
import lombok.RequiredArgsConstructor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tells a bank's machine 60, 30 and 7 days before a key of its messages or its
 * certificate ends, by an event {@code key.ending} or {@code certificate.ending}; the
 * federation's people have had it among their tasks since the first of these days. Both
 * live by the system's clock, so a moved business date changes nothing.
 */
@Component
@RequiredArgsConstructor
class PartnerKeyEnds implements JobDefinition {

	private static final List<Integer> BEFORE = List.of(60, 30, 7);

	/** As much of a hash as an event carries. */
	private static final int SUBJECT = 40;

	private record Ending(UUID bankId, String kid) {
	}

	private final JdbcClient sql;

	private final BankOutbox outbox;

	private final BusinessClock clock;

	private final TransactionOperations transaction;

	private final ObjectProvider<PartnerCertificates> certificates;

	@Override
	public String name() {
		return "credit.partner-key-ends";
	}

	@Override
	public String cron() {
		return "0 10 8 * * *";
	}

	@Override
	public int run(LocalDate businessDate) {
		var told = transaction.execute(_ -> {
			var today = clock.realDate();
			var ending = ending(today);
			ending.forEach(it -> outbox.write(it.bankId(), "key.ending", it.kid(), KeyStatus.ACTIVE));
			return ending.size() + tellCertificates(today);
		});
		return (told != null) ? told : 0;
	}

	private int tellCertificates(LocalDate today) {
		var days = BEFORE.stream().map(today::plusDays).toList();
		var told = 0;
		for (var it : certificates.stream().flatMap(register -> register.endingOn(days).stream()).toList()) {
			var subject = it.sha256().substring(0, SUBJECT);
			var bank = sql.sql("""
					select b.id from credit_bank b where b.client_id = :client and not exists (
					  select 1 from credit_outbound_event e where e.tenant_id = b.tenant_id and e.bank_id = b.id
					     and e.type = 'certificate.ending' and e.subject = :subject and e.at >= :today)""")
				.param("client", it.clientId())
				.param("subject", subject)
				.param("today", begin(today))
				.query(UUID.class)
				.optional();
			if (bank.isPresent()) {
				outbox.write(bank.get(), "certificate.ending", subject, KeyStatus.ACTIVE);
				told++;
			}
		}
		return told;
	}

	private static Timestamp begin(LocalDate today) {
		return Timestamp.from(today.atStartOfDay(BusinessClock.ZONE).toInstant());
	}

	/** Not what was told already on that day. */
	private List<Ending> ending(LocalDate today) {
		return sql.sql("""
				select b.id as bank_id, left(k.kid, 40) as kid from credit_partner_key k
				  join credit_bank b on b.tenant_id = k.tenant_id and b.client_id = k.client_id
				 where k.status = 'ACTIVE' and k.valid_to in (:days)
				   and not exists (select 1 from credit_outbound_event e
				                    where e.tenant_id = k.tenant_id and e.bank_id = b.id and e.type = 'key.ending'
				                      and e.subject = left(k.kid, 40) and e.at >= :today)
				 order by k.id""")
			.param("days", BEFORE.stream().map(today::plusDays).toList())
			.param("today", begin(today))
			.query(Ending.class)
			.list();
	}

}
