package cn.jinfu.credit.bank;

import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.ConsentRevoked;
import cn.jinfu.credit.consent.ConsentStatus;
import cn.jinfu.credit.outbox.BankOutbox;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Numbers committed events per bank under a lock, then reads them. */
@Component
@RequiredArgsConstructor
class BankEventFeed implements BankEvents {

	private final PartnerBanks banks;

	private final BankOutbox outbox;

	private final JdbcClient sql;

	@Override
	@Transactional
	public List<BankEvent> after(String bank, long after, int limit) {
		var bankId = banks.require(bank).id();
		number(bankId);
		return sql.sql("""
				select seq, type, subject, status, at from credit_outbound_event
				 where bank_id = ? and seq > ? order by seq limit ?""")
			.param(bankId)
			.param(after)
			.param(limit)
			.query((row, n) -> new BankEvent(row.getLong(1), row.getString(2), row.getString(3), row.getString(4),
					row.getTimestamp(5).toInstant()))
			.list();
	}

	/**
	 * The lock is held until this commits, and only committed rows are seen: a later
	 * commit can only get a later number.
	 */
	private void number(UUID bankId) {
		sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 1))")
			.param(Tenant.require() + bankId)
			.query((row, n) -> 0)
			.list();
		sql.sql("""
				update credit_outbound_event e set seq = n.seq
				  from (select id, row_number() over (order by at, id)
				          + coalesce((select max(seq) from credit_outbound_event where bank_id = :bank), 0) as seq
				          from credit_outbound_event where bank_id = :bank and seq is null) n
				 where e.id = n.id""").param("bank", bankId).update();
	}

	/** Told in the transaction of the revocation. */
	@EventListener
	void on(ConsentRevoked event) {
		var bankId = event.bankId();
		if (bankId != null) {
			outbox.write(bankId, "consent.revoked", event.consentId().toString(), ConsentStatus.REVOKED);
		}
	}

}
