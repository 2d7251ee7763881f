package cn.jinfu.platform.security;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The federations that live on this installation. */
@Component
@RequiredArgsConstructor
public class Tenants {

	public record Federation(String code, String name, boolean demo) {
	}

	private final JdbcClient sql;

	private final Map<String, Federation> known = new ConcurrentHashMap<>();

	private final Map<String, String> hosts = new ConcurrentHashMap<>();

	public List<Federation> all() {
		return sql.sql("select code, name, demo from platform_tenant order by created_at, code")
			.query(Federation.class)
			.list();
	}

	public Federation get(String code) {
		return known.computeIfAbsent(code,
				it -> sql.sql("select code, name, demo from platform_tenant where code = ?")
					.param(it)
					.query(Federation.class)
					.single());
	}

	/**
	 * Strangers are told apart by the host they asked for; with a host that nobody
	 * registered they meet the first federation, which is the only one on most
	 * installations.
	 */
	String ofHost(String host) {
		var name = host.toLowerCase(Locale.ROOT);
		var cached = hosts.get(name);
		if (cached != null) {
			return cached;
		}
		var found = sql
			.sql("select code from platform_tenant order by (host = ?) desc nulls last, created_at, code limit 1")
			.param(name)
			.query(String.class)
			.optional()
			.orElse(Tenant.NONE);
		if (hosts.size() < 1000 && !Tenant.NONE.equals(found)) {
			hosts.put(name, found);
		}
		return found;
	}

	public void create(String code, String name, String division, boolean demo) {
		sql.sql("insert into platform_tenant (code, name, division, demo) values (?, ?, ?, ?)")
			.params(code, name, division, demo)
			.update();
	}

	/** Where banks try their programs; made up, as the demo is, and counted nowhere. */
	public void createSandbox(String code, String name, String division, boolean demo) {
		sql.sql("""
				insert into platform_tenant (code, name, division, demo, demo_complete, sandbox) values (?, ?, ?, ?, ?, true)
				on conflict do nothing""")
			.params(code, name, division, demo, demo)
			.update();
	}

	/** The division of a federation. */
	public String division(String code) {
		return sql.sql("select division from platform_tenant where code = ?").param(code).query(String.class).single();
	}

}
