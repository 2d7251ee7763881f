package cn.jinfu.platform.client;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The machines of the current federation; the table is read before a tenant is known. */
@Component
@Transactional
@RequiredArgsConstructor
class ClientDesk {

	/**
	 * @param bound whether its tokens must be bound to a key (RFC 9449)
	 */
	public record Line(String clientId, UUID id, String name, String scopes, boolean active, boolean bound,
			Instant createdAt) {
	}

	private final JdbcClient sql;

	private final Audit audit;

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('platform:client:view')")
	public List<Line> all() {
		return sql.sql("""
				select client_id, id, name, scopes, active, bound, created_at from platform_client
				 where tenant_id = ? order by client_id""")
			.param(Tenant.require())
			.query((row, n) -> new Line(row.getString(1), row.getObject(2, UUID.class), row.getString(3),
					row.getString(4), row.getBoolean(5), row.getBoolean(6), row.getTimestamp(7).toInstant()))
			.list();
	}

	/**
	 * Counts from the next request on; a plain token that it still holds is out at once.
	 */
	@PreAuthorize("hasAuthority('platform:client:bind')")
	public void bind(String clientId, boolean bound) {
		var line = all().stream()
			.filter(it -> it.clientId().equals(clientId))
			.findFirst()
			.orElseThrow(() -> new NotFound("platform.client.unknown"));
		var changed = sql
			.sql("update platform_client set bound = ? where client_id = ? and tenant_id = ? and bound <> ?")
			.params(bound, clientId, Tenant.require(), bound)
			.update();
		if (changed == 0) {
			throw new RuleBroken("platform.client.already").at("bound");
		}
		audit.record("bind-client", "Client", line.id(), clientId + " " + bound);
	}

}
