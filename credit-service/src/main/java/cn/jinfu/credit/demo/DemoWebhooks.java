package cn.jinfu.credit.demo;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.credit.partner.PartnerKeyDesk;
import cn.jinfu.credit.partner.SignatureAlgorithm;
import cn.jinfu.credit.webhook.WebhookDesk;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One address that waits for its second person, and one that was given up after messages
 * that nobody took. The names end in {@code .example}: nothing is ever sent.
 */
@Component
@RequiredArgsConstructor
class DemoWebhooks {

	private static final Set<String> MAY = Set.of("credit:webhook:view", "credit:webhook:propose",
			"credit:webhook:confirm", "credit:partner-key:propose");

	/** From RFC 8032, 7.1: everybody knows the other half, and it is never confirmed. */
	private static final String EXAMPLE = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

	private final WebhookDesk desk;

	private final PartnerKeyDesk keys;

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	void load(DemoWorld world, UUID bank) {
		var given = world.at(world.today().minusDays(30), "admin", MAY,
				() -> desk.propose(bank, "https://bank-a.example/old-hooks", List.of(), null));
		done(world, 29, "security", () -> desk.confirm(given));
		transaction.executeWithoutResult(_ -> {
			message(world, given, 21, "DELIVERED", 1, 204, null);
			message(world, given, 14, "DEAD", 10, 503, null);
			message(world, given, 13, "DEAD", 10, null, "CONNECT");
		});
		done(world, 9, "admin", () -> desk.stop(given, "银行换了机房（示例）"));
		world.at(world.today().minusDays(2), "admin", MAY, () -> keys.propose("bank-a", "bank-a-msg-2",
				SignatureAlgorithm.ED25519, EXAMPLE, world.today().plusYears(1)));
		world.at(world.today().minusDays(1), "admin", MAY, () -> desk.propose(bank, "https://bank-a.example/hooks",
				List.of("case.dispatched", "consent.revoked"), null));
	}

	private static void done(DemoWorld world, int daysAgo, String login, Runnable act) {
		world.at(world.today().minusDays(daysAgo), login, MAY, () -> {
			act.run();
			return true;
		});
	}

	private void message(DemoWorld world, UUID endpoint, int daysAgo, String status, int attempts,
			@org.jspecify.annotations.Nullable Integer code, @org.jspecify.annotations.Nullable String trouble) {
		var at = Timestamp.from(then(world, daysAgo));
		sql.sql("""
				insert into credit_webhook_delivery (id, tenant_id, endpoint_id, type, subject, state, at, status, attempts,
				  next_at, last_at, last_code, last_error, last_ms)
				values (?, ?, ?, 'webhook.test', '', '', ?, ?, ?, ?, ?, ?, ?, 180)""")
			.param(Ids.next())
			.param(Tenant.require())
			.param(endpoint)
			.param(at)
			.param(status)
			.param(attempts)
			.param(at)
			.param(at)
			.param(code)
			.param(trouble)
			.update();
	}

	private static Instant then(DemoWorld world, int daysAgo) {
		return world.today().minusDays(daysAgo).atTime(10, 0).atZone(BusinessClock.ZONE).toInstant();
	}

}
