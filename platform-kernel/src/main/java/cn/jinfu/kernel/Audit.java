package cn.jinfu.kernel;

import java.util.UUID;

import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The append-only record of who did what. Written in the transaction of the act; a sealer
 * chains the committed rows afterwards.
 */
@Component
@RequiredArgsConstructor
public class Audit {

	private final JdbcClient sql;

	/**
	 * @param action a short verb such as {@code status}, {@code read-personal},
	 * {@code login}
	 * @param detail what changed, without personal data
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void record(String action, String objectType, @Nullable UUID objectId, @Nullable String detail) {
		var actor = Actor.current();
		sql.sql("""
				insert into platform_audit
				  (tenant_id, person_id, login, action, object_type, object_id, detail, request_id, address)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.param(Tenant.require())
			.param(actor.personId())
			.param(actor.login())
			.param(action)
			.param(objectType)
			.param(objectId)
			.param(detail)
			.param(MDC.get("requestId"))
			.param(MDC.get("address"))
			.update();
	}

}
