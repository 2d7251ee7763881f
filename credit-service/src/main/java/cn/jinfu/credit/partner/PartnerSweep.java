package cn.jinfu.credit.partner;

import java.time.LocalDate;
import java.util.List;

import cn.jinfu.kernel.JobDefinition;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Throws away what was only kept for a bank to come back to. What still waits to be told
 * to an open address stays, however old; what was told stays in the feed of events.
 */
@Component
@RequiredArgsConstructor
class PartnerSweep implements JobDefinition {

	private static final List<String> STATEMENTS = List.of(
			"delete from credit_partner_call where created_at < clock_timestamp() - interval '7 days'",
			"delete from credit_sandbox_failure where at < clock_timestamp() - interval '7 days'",
			"delete from credit_partner_signature where expires_at < clock_timestamp()", """
					delete from credit_webhook_delivery d using credit_webhook_endpoint e
					 where e.tenant_id = d.tenant_id and e.id = d.endpoint_id
					   and (d.status <> 'PENDING' or e.status = 'CLOSED')
					   and coalesce(d.last_at, d.at) < clock_timestamp() - interval '90 days'""");

	private final JdbcClient sql;

	private final TransactionOperations transaction;

	@Override
	public String name() {
		return "credit.partner-sweep";
	}

	@Override
	public String cron() {
		return "0 50 2 * * *";
	}

	@Override
	public int run(LocalDate businessDate) {
		var gone = 0;
		for (var statement : STATEMENTS) {
			var rows = transaction.execute(_ -> sql.sql(statement).update());
			gone += (rows != null) ? rows : 0;
		}
		return gone;
	}

}
