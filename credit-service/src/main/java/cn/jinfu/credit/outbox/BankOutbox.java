package cn.jinfu.credit.outbox;

import java.sql.Timestamp;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes outbound events in the transaction of their cause; numbered after the commit.
 */
@Component
@RequiredArgsConstructor
public class BankOutbox {

	private final JdbcClient sql;

	private final BusinessClock clock;

	@Transactional(propagation = Propagation.MANDATORY)
	public void write(UUID bankId, String type, String subject, Enum<?> status) {
		sql.sql("""
				insert into credit_outbound_event (id, tenant_id, bank_id, type, subject, status, at)
				values (?, ?, ?, ?, ?, ?, ?)""")
			.param(Ids.next())
			.param(Tenant.require())
			.param(bankId)
			.param(type)
			.param(subject)
			.param(status.name())
			.param(Timestamp.from(clock.now()))
			.update();
	}

}
