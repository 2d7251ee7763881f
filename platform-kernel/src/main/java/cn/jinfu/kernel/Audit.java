package cn.jinfu.kernel;

import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The append-only record of who did what. Written in the transaction of the act; a sealer
 * chains the committed rows afterwards.
 */
@Component
@RequiredArgsConstructor
public class Audit {

	/** One of several acts of the same kind. */
	public record Entry(@Nullable UUID objectId, @Nullable String detail) {
	}

	private static final int[] TYPES = { Types.VARCHAR, Types.OTHER, Types.VARCHAR, Types.VARCHAR, Types.VARCHAR,
			Types.OTHER, Types.VARCHAR, Types.VARCHAR, Types.VARCHAR };

	private final JdbcTemplate jdbc;

	private final ObjectProvider<BehalfLedger> ledgers;

	private final Map<String, AtomicLong> changes = new ConcurrentHashMap<>();

	/**
	 * Grows with every committed act of a tenant in this process: what was remembered
	 * before it may be old.
	 */
	public long changes(String tenant) {
		return counter(tenant).get();
	}

	private AtomicLong counter(String tenant) {
		return changes.computeIfAbsent(tenant, any -> new AtomicLong());
	}

	/**
	 * @param action a short verb such as {@code status}, {@code read-personal},
	 * {@code login}
	 * @param detail what changed, without personal data
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void record(String action, String objectType, @Nullable UUID objectId, @Nullable String detail) {
		record(action, objectType, List.of(new Entry(objectId, detail)));
	}

	/** Many at once, in their order. */
	@Transactional(propagation = Propagation.MANDATORY)
	public void record(String action, String objectType, List<Entry> entries) {
		var actor = Actor.current();
		var behalf = actor.behalf();
		if (behalf != null) {
			ledgers.forEach(it -> it.noted(behalf, action, objectType, entries));
		}
		var rows = new ArrayList<@Nullable Object[]>();
		for (var entry : entries) {
			rows.add(new @Nullable Object[] { Tenant.require(), actor.personId(), actor.login(), action, objectType,
					entry.objectId(), entry.detail(), MDC.get("requestId"), MDC.get("address") });
		}
		var counter = counter(Tenant.require());
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
			@Override
			public void afterCommit() {
				counter.incrementAndGet();
			}
		});
		jdbc.batchUpdate("""
				insert into platform_audit
				  (tenant_id, person_id, login, action, object_type, object_id, detail, request_id, address)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?)""", rows, TYPES);
	}

}
