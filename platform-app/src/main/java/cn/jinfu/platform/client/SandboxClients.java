package cn.jinfu.platform.client;

import java.util.Locale;

import cn.jinfu.credit.PartnerSandbox;
import cn.jinfu.db.EmbeddedPostgresAutoConfiguration.EmbeddedDatabase;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.platform.security.Tenants;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.MessageSource;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Each bank's machine has a twin in a sandbox: a federation of its own, made at the start
 * where it is wanted. The twin has the keys of the bank's machine and its name with
 * {@code -test} behind.
 */
@Component
@RequiredArgsConstructor
@Slf4j
public class SandboxClients {

	public static final String TENANT = "sandbox";

	public static final String SUFFIX = "-test";

	/** Who may read cases is a bank. */
	private static final String BANKS = "cases.read";

	private record Bank(String clientId, String tenantId, String name) {
	}

	private final ObjectProvider<EmbeddedDatabase> embedded;

	private final Tenants tenants;

	private final PartnerSandbox credit;

	private final MessageSource messages;

	private final JdbcClient sql;

	@Value("${jinfu.demo:true}")
	private boolean demo;

	@Value("${jinfu.partner.sandbox:false}")
	private boolean wanted;

	/** After the demo has registered its machines. */
	@EventListener
	@Order(100)
	void open(WebServerInitializedEvent event) {
		if (event.getApplicationContext().getServerNamespace() != null) {
			return;
		}
		var inDemo = demo && embedded.getIfAvailable() != null;
		if (!inDemo && !wanted) {
			return;
		}
		var banks = sql
			.sql("""
					select c.client_id, c.tenant_id, c.name from platform_client c join platform_tenant t on t.code = c.tenant_id
					 where not t.sandbox and c.active and ? = any (string_to_array(c.scopes, ' ')) order by c.client_id""")
			.param(BANKS)
			.query(Bank.class)
			.list();
		if (banks.isEmpty()) {
			return;
		}
		tenants.createSandbox(TENANT, word("platform.client.sandbox", null),
				tenants.division(banks.getFirst().tenantId()), inDemo);
		banks.forEach(this::twin);
		log.info("{} banks may try their programs in the sandbox", banks.size());
	}

	private void twin(Bank bank) {
		var name = word("platform.client.twin", bank.name());
		sql.sql("""
				insert into platform_client (client_id, tenant_id, id, name, jwks, message_jwks, scopes, bound)
				select client_id || ?, ?, ?, ?, jwks, message_jwks, scopes, bound from platform_client where client_id = ?
				on conflict (client_id) do update set jwks = excluded.jwks, message_jwks = excluded.message_jwks,
				  scopes = excluded.scopes where platform_client.tenant_id = excluded.tenant_id""")
			.params(SUFFIX, TENANT, Ids.next(), name, bank.clientId())
			.update();
		Actor.system(TENANT).run(() -> credit.open(bank.clientId() + SUFFIX, name));
	}

	private String word(String key, @Nullable String argument) {
		return String
			.valueOf(messages.getMessage(key, new Object[] { String.valueOf(argument) }, Locale.SIMPLIFIED_CHINESE));
	}

}
