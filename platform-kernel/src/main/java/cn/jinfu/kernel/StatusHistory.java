package cn.jinfu.kernel;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Every change of state, in the transaction that made it: from, to, who, when, why. It
 * feeds the timeline of each detail page.
 */
@Component
@RequiredArgsConstructor
public class StatusHistory {

	/**
	 * @param type the aggregate's noun, for example {@code Member}; statuses are shown by
	 * {@code enum.<statusType>.<to>}
	 * @param from null for the first state
	 */
	public record Change(String type, UUID id, String statusType, @Nullable String from, String to, Instant at,
			String byName, @Nullable String reason) {
	}

	/** One of several that change alike. */
	public record Entry(UUID id, @Nullable String reason) {
	}

	private static final int[] TYPES = { Types.VARCHAR, Types.VARCHAR, Types.OTHER, Types.VARCHAR, Types.VARCHAR,
			Types.VARCHAR, Types.TIMESTAMP, Types.OTHER, Types.VARCHAR, Types.VARCHAR };

	private final JdbcClient sql;

	private final JdbcTemplate jdbc;

	private final BusinessClock clock;

	private final Audit audit;

	@Transactional(propagation = Propagation.MANDATORY)
	public void record(String type, UUID id, @Nullable Enum<?> from, Enum<?> to, @Nullable String reason) {
		record(type, from, to, List.of(new Entry(id, reason)));
	}

	/** The same change of many, in their order. */
	@Transactional(propagation = Propagation.MANDATORY)
	public void record(String type, @Nullable Enum<?> from, Enum<?> to, List<Entry> entries) {
		var actor = Actor.current();
		var before = (from != null) ? from.name() : null;
		var rows = new ArrayList<@Nullable Object[]>();
		for (var entry : entries) {
			rows.add(new @Nullable Object[] { Tenant.require(), type, entry.id(),
					to.getDeclaringClass().getSimpleName(), before, to.name(), Timestamp.from(clock.now()),
					actor.personId(), actor.displayName(), entry.reason() });
		}
		jdbc.batchUpdate(
				"""
						insert into platform_status_change
						  (tenant_id, object_type, object_id, status_type, status_from, status_to, at, by_person, by_name, reason)
						values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
				rows, TYPES);
		var detail = ((before != null) ? before : "") + " -> " + to.name();
		audit.record("status", type, entries.stream().map(entry -> new Audit.Entry(entry.id(), detail)).toList());
	}

	/** Newest first. */
	@Transactional(readOnly = true)
	public List<Change> of(String type, UUID id) {
		return sql.sql("""
				select object_type, object_id, status_type, status_from, status_to, at, by_name, reason
				  from platform_status_change where object_type = ? and object_id = ? order by id desc""")
			.params(type, id)
			.query((row, n) -> new Change(row.getString(1), row.getObject(2, UUID.class), row.getString(3),
					row.getString(4), row.getString(5), row.getTimestamp(6).toInstant(), row.getString(7),
					row.getString(8)))
			.list();
	}

}
