package cn.jinfu.platform.demo;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import cn.jinfu.db.EmbeddedPostgresAutoConfiguration.EmbeddedDatabase;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Scope;
import cn.jinfu.platform.account.Accounts;
import cn.jinfu.platform.security.Tenants;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Fills an empty embedded database with the demo federation, before the first page can be
 * asked for. Never touches a database that somebody configured, nor one with a tenant.
 */
@Component
@RequiredArgsConstructor
@Slf4j
class DemoLoader implements SmartLifecycle {

	private final ObjectProvider<EmbeddedDatabase> embedded;

	private final List<DemoPart> parts;

	private final Tenants tenants;

	private final Accounts accounts;

	private final PasswordEncoder passwords;

	private final BusinessClock clock;

	private final JdbcClient sql;

	@Value("${jinfu.demo:true}")
	private boolean wanted;

	private volatile boolean running;

	@Override
	public void start() {
		running = true;
		if (!wanted || embedded.getIfAvailable() == null) {
			return;
		}
		var unfinished = sql.sql("select count(*) from platform_tenant where demo and not demo_complete")
			.query(Long.class)
			.single() > 0;
		if (unfinished) {
			throw new IllegalStateException(
					"an earlier start was stopped while it loaded the demo; delete the data folder and start again");
		}
		if (tenants.all().isEmpty()) {
			var began = System.nanoTime();
			load(DemoWorld.MAIN_TENANT, "平湖市农合联（示例）", DemoAccounts.MAIN);
			load(DemoWorld.OTHER_TENANT, "邻县农合联（示例）", DemoAccounts.OTHER);
			sql.sql("update platform_tenant set demo_complete = true where demo").update();
			log.info("demo federation loaded in {} ms", (System.nanoTime() - began) / 1_000_000);
		}
	}

	private void load(String tenantId, String name, List<DemoAccounts.Account> people) {
		tenants.create(tenantId, name, tenantId, true);
		var world = new DemoWorld(tenantId, clock.today(),
				people.stream().collect(Collectors.toMap(DemoAccounts.Account::login, DemoAccounts.Account::title)));
		var times = new TreeMap<String, Long>();
		Actor.system(tenantId)
			.run(() -> parts.stream().sorted(Comparator.comparingInt(DemoPart::order)).forEach(part -> {
				var began = System.nanoTime();
				part.load(world);
				times.put(part.getClass().getSimpleName(), (System.nanoTime() - began) / 1_000_000);
			}));
		log.info("demo of {} in ms: {}", tenantId, times);
		createAccounts(world, people);
	}

	private void createAccounts(DemoWorld world, List<DemoAccounts.Account> people) {
		// a demo account whose outlet, buyer, farm or organisation no part has made yet
		// is left out
		var missing = Map.of("outlet", "outlet.demo", "buyer", "member.buyer", "farm", "member.farm", "service",
				"member.machinery", "licensee", "member.asparagus1", "objector", "member.grape2");
		var hash = passwords.encode(DemoAccounts.PASSWORD);
		for (var account : people) {
			var needed = missing.get(account.scope());
			if (needed != null && !world.has(needed)) {
				log.warn("demo account {} is left out: {} is missing", account.login(), needed);
				continue;
			}
			accounts.create(world.tenantId(), account.login(), hash, world.person(account.login()), account.title(),
					account.title(), scope(world, account), Set.of(account.role()), true, true);
		}
	}

	private static Scope scope(DemoWorld world, DemoAccounts.Account account) {
		return switch (account.scope()) {
			case "outlet" -> Scope.outlet(world.get("outlet.demo"));
			case "buyer" -> Scope.member(world.get("member.buyer"));
			case "farm" -> Scope.member(world.farm());
			case "bank" -> Scope.bank("bank-a");
			case "service" -> Scope.member(world.get("member.machinery"));
			case "licensee" -> Scope.member(world.get("member.asparagus1"));
			case "objector" -> Scope.member(world.get("member.grape2"));
			case "" -> Scope.ALL;
			default -> Scope.township(account.scope());
		};
	}

	@Override
	public void stop() {
		running = false;
	}

	@Override
	public boolean isRunning() {
		return running;
	}

	/** After the start checks, before jobs and the web server. */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE + 100;
	}

}
