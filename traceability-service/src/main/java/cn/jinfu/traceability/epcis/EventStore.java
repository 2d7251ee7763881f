package cn.jinfu.traceability.epcis;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writes events, many at once; the same one twice is one. */
@Component
@RequiredArgsConstructor
@Transactional(propagation = Propagation.MANDATORY)
class EventStore {

	/** Owner of what the platform itself does. */
	static final String PLATFORM = "jinfu";

	private record Key(String eventId, @Nullable Instant errorAt) {
	}

	/** An event of this id is there and says something else. */
	record Clash(int position, String eventId) {
	}

	/**
	 * @param stored how many were new
	 * @param clashes those that were not stored because their id is taken
	 */
	record Outcome(int stored, int merged, List<Clash> clashes) {
	}

	private final JdbcClient sql;

	private final JdbcTemplate jdbc;

	private final JsonMapper json;

	private final BusinessClock clock;

	private final EventEdges edges;

	/** In their order; a null stands for one that was refused before. */
	Outcome store(String owner, List<@Nullable CanonicalEvent> events) {
		// two captures of one owner at once: the second sees what the first has stored;
		// what
		// the platform does itself has ids of its own, and must not queue up
		if (!PLATFORM.equals(owner)) {
			sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 7))")
				.param(Tenant.require() + ":" + owner)
				.query()
				.singleRow();
		}
		var known = known(owner, events);
		var clashes = new ArrayList<Clash>();
		var fresh = new LinkedHashMap<Key, CanonicalEvent>();
		int merged = 0;
		for (int i = 0; i < events.size(); i++) {
			var event = events.get(i);
			if (event == null) {
				continue;
			}
			var key = new Key(event.eventId(), event.errorAt());
			var there = known.get(key);
			if (there == null) {
				known.put(key, event.hashId());
				fresh.put(key, event);
			}
			else if (there.equals(event.hashId())) {
				merged++;
			}
			else {
				clashes.add(new Clash(i, event.eventId()));
			}
		}
		insert(owner, List.copyOf(fresh.values()));
		return new Outcome(fresh.size(), merged, clashes);
	}

	private LinkedHashMap<Key, String> known(String owner, List<@Nullable CanonicalEvent> events) {
		var ids = events.stream()
			.filter(Objects::nonNull)
			.map(CanonicalEvent::eventId)
			.distinct()
			.toArray(String[]::new);
		var known = new LinkedHashMap<Key, String>();
		sql.sql("select event_id, error_at, hash_id from trace_event where owner = ? and event_id = any (?)")
			.params(owner, ids)
			.query(row -> {
				var at = row.getTimestamp(2);
				known.put(new Key(row.getString(1), (at != null) ? at.toInstant() : null), row.getString(3));
			});
		return known;
	}

	private void insert(String owner, List<CanonicalEvent> events) {
		if (events.isEmpty()) {
			return;
		}
		var ids = sql.sql("select nextval(pg_get_serial_sequence('trace_event', 'id')) from generate_series(1, ?)")
			.param(events.size())
			.query(Long.class)
			.list();
		var rows = new Columns(13);
		var things = new Columns(6);
		var references = new Columns(4);
		for (int i = 0; i < events.size(); i++) {
			var event = events.get(i);
			var id = ids.get(i);
			var errorAt = event.errorAt();
			rows.add(id, event.eventId(), event.hashId(), event.text("type"), event.text("action"),
					event.full("bizStep", Vocabulary.BIZ_STEP), event.full("disposition", Vocabulary.DISPOSITION),
					event.time(), event.place("readPoint"), event.place("bizLocation"), event.text("transformationID"),
					errorAt, json.writeValueAsString(event.doc()));
			event.things().forEach(it -> things.add(id, it.role(), it.isClass(), it.epc(), it.quantity(), it.uom()));
			event.references().forEach(it -> references.add(id, it.kind(), it.type(), it.value()));
		}
		rows.into(jdbc,
				"""
						insert into trace_event (tenant_id, owner, record_time, id, event_id, hash_id, event_type, action, biz_step,
						  disposition, event_time, read_point, biz_location, transformation_id, error_at, doc)
						overriding system value
						select ?, ?, ?, x.id::bigint, x.event_id, x.hash, x.type, x.action, x.step, x.disposition,
						  x.at::timestamptz, x.read_point, x.location, x.transformation, x.error_at::timestamptz, x.doc::jsonb
						  from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) x (id, event_id, hash, type, action, step, disposition,
						    at, read_point, location, transformation, error_at, doc)""",
				Tenant.require(), owner, Timestamp.from(clock.now()));
		things.into(jdbc, """
				insert into trace_event_epc (tenant_id, event_pk, role, is_class, epc, qty, uom)
				select ?, x.id::bigint, x.role, x.is_class::boolean, x.epc, x.qty::numeric, x.uom
				  from unnest(?, ?, ?, ?, ?, ?) x (id, role, is_class, epc, qty, uom)""", Tenant.require());
		references.into(jdbc, """
				insert into trace_event_ref (tenant_id, event_pk, kind, type, value)
				select ?, x.id::bigint, x.kind, x.type, x.value from unnest(?, ?, ?, ?) x (id, kind, type, value)""",
				Tenant.require());
		if (!PLATFORM.equals(owner)) {
			edges.of(owner, ids, events);
		}
	}

}
