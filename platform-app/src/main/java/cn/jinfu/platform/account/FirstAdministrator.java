package cn.jinfu.platform.account;

import java.util.Set;

import cn.jinfu.db.EmbeddedPostgresAutoConfiguration.EmbeddedDatabase;
import cn.jinfu.kernel.Scope;
import cn.jinfu.platform.demo.DemoAccounts;
import cn.jinfu.platform.security.Tenants;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * On an empty configured database: the federation and its first administrator, from the
 * environment. Once there is an account, the variables are ignored and should be removed.
 */
@Component
@RequiredArgsConstructor
@Slf4j
class FirstAdministrator implements SmartLifecycle {

	private static final int SHORTEST_PASSWORD = 12;

	private final ObjectProvider<EmbeddedDatabase> embedded;

	private final Environment environment;

	private final Tenants tenants;

	private final Accounts accounts;

	private volatile boolean running;

	@Override
	public void start() {
		running = true;
		var demo = embedded.getIfAvailable() != null && environment.getProperty("jinfu.demo", Boolean.class, true);
		if (demo || !accounts.isEmpty()) {
			return;
		}
		var code = required("JINFU_TENANT_CODE");
		var name = required("JINFU_TENANT_NAME");
		var login = required("JINFU_ADMIN_LOGIN");
		var password = required("JINFU_ADMIN_PASSWORD");
		refuseWeak(login, password);
		if (tenants.all().isEmpty()) {
			tenants.create(code, name, code, false);
		}
		accounts.create(code, login, password, null, login, "", Scope.ALL, Set.of("admin"), false);
		log.info("federation {} and its first administrator {} were created", code, login);
	}

	/** Long enough, and not one that stands in our own documents or beside it. */
	static void refuseWeak(String login, String password) {
		if (password.length() < SHORTEST_PASSWORD) {
			throw new IllegalStateException("start refused: JINFU_ADMIN_PASSWORD is shorter than " + SHORTEST_PASSWORD);
		}
		if (password.equalsIgnoreCase(DemoAccounts.PASSWORD) || password.equalsIgnoreCase(login)) {
			throw new IllegalStateException("start refused: JINFU_ADMIN_PASSWORD is a default");
		}
	}

	private String required(String variable) {
		var value = environment.getProperty(variable, "");
		if (value.isBlank()) {
			throw new IllegalStateException("start refused: the database has no account yet; set " + variable);
		}
		return value;
	}

	@Override
	public void stop() {
		running = false;
	}

	@Override
	public boolean isRunning() {
		return running;
	}

	/** After the start checks. */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE + 50;
	}

}
