package cn.jinfu.credit.partner;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.outbox.BankOutbox;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.JobDefinition;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tells a bank's machine 60, 30 and 7 days before a key of its messages ends, by an event
 * {@code key.ending}; the federation's people have had it among their tasks since the
 * first of these days. Keys live by the system's clock, so a moved business date changes
 * nothing.
 */
@Component
@RequiredArgsConstructor
class PartnerKeyEnds implements JobDefinition {

	private static final List<Integer> BEFORE = List.of(60, 30, 7);

	private record Ending(UUID bankId, String kid) {
	}

	private final JdbcClient sql;

	private final BankOutbox outbox;

	private final BusinessClock clock;

	private final TransactionOperations transaction;

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
			var ending = ending(clock.realDate());
			ending.forEach(it -> outbox.write(it.bankId(), "key.ending", it.kid(), KeyStatus.ACTIVE));
			return ending.size();
		});
		return (told != null) ? told : 0;
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
			.param("today", java.sql.Timestamp.from(today.atStartOfDay(BusinessClock.ZONE).toInstant()))
			.query(Ending.class)
			.list();
	}

}
