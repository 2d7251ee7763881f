package cn.jinfu.platform.security;

import java.util.ArrayList;

import cn.jinfu.db.EmbeddedPostgresAutoConfiguration.EmbeddedDatabase;
import lombok.RequiredArgsConstructor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Before the doors open: with a configured database, refuse what would make the walls
 * between tenants worthless, default secrets, and demo data.
 */
@Component
@RequiredArgsConstructor
class StartChecks implements SmartLifecycle {

	private final JdbcClient sql;

	private final Environment environment;

	private final ObjectProvider<EmbeddedDatabase> embedded;

	private volatile boolean running;

	@Override
	public void start() {
		var faults = new ArrayList<String>();
		var role = sql.sql("""
				select rolsuper or rolbypassrls as unsafe,
				       exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
				                where n.nspname = current_schema() and c.relkind in ('r', 'p')
				                  and pg_has_role(current_user, c.relowner, 'usage')) as owner
				  from pg_roles where rolname = current_user""")
			.query((row, n) -> new boolean[] { row.getBoolean(1), row.getBoolean(2) })
			.single();
		if (role[0]) {
			faults.add("the application's database role is a superuser or bypasses row-level security");
		}
		if (role[1]) {
			faults.add("the application's database role owns the tables; use a second role in SPRING_FLYWAY_USER");
		}
		if (embedded.getIfAvailable() == null) {
			checkConfigured(faults);
		}
		if (!faults.isEmpty()) {
			throw new IllegalStateException("start refused: " + String.join("; ", faults));
		}
		running = true;
	}

	private void checkConfigured(ArrayList<String> faults) {
		var password = environment.getProperty("spring.datasource.password", "");
		if (password.isBlank() || password.equals(environment.getProperty("spring.datasource.username", ""))
				|| password.equals("jinfu_app") || password.equals("postgres") || password.equals("changeme")) {
			faults.add("SPRING_DATASOURCE_PASSWORD is empty or a default");
		}
		if (sql.sql("select count(*) from platform_tenant where demo").query(Long.class).single() > 0) {
			faults.add("the database carries demo data");
		}
	}

	@Override
	public void stop() {
		running = false;
	}

	@Override
	public boolean isRunning() {
		return running;
	}

	/** First of all. */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
