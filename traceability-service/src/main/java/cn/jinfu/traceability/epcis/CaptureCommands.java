package cn.jinfu.traceability.epcis;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.traceability.epcis.EpcisFault.Kind;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes events in. Capture is done when the answer leaves; its job tells how it went.
 */
@Service
@RequiredArgsConstructor
public class CaptureCommands {

	static final int MOST_EVENTS = 2_000;

	static final int MOST_BYTES = 8 * 1024 * 1024;

	static final String CAPTURE = "hasAuthority('epcis.capture')";

	/** All or nothing, or what is right of it. */
	public enum Behaviour {

		ROLLBACK, PROCEED;

		static Behaviour of(@Nullable String header) {
			if (header == null) {
				return ROLLBACK;
			}
			return switch (header.strip().toLowerCase(java.util.Locale.ROOT)) {
				case "rollback" -> ROLLBACK;
				case "proceed" -> PROCEED;
				default ->
					throw new EpcisFault(Kind.VALIDATION, "GS1-Capture-Error-Behaviour must be rollback or proceed");
			};
		}

		String word() {
			return name().toLowerCase(java.util.Locale.ROOT);
		}

	}

	/** One event that was not taken, and why. */
	record Trouble(String type, String title, int status, String detail) {
	}

	record Job(UUID captureID, Instant createdAt, Instant finishedAt, boolean running, boolean success,
			String captureErrorBehaviour, List<Trouble> errors) {
	}

	record Page(List<Job> jobs, @Nullable String next) {
	}

	private final EventStore store;

	private final BusinessClock clock;

	private final JdbcClient sql;

	private final JsonMapper json;

	/** The frame was wrong: refused whole, without a job. */
	@PreAuthorize(CAPTURE)
	@Transactional
	public UUID capture(JsonNode document, Behaviour behaviour) {
		var faults = EventRules.ofDocument(document);
		if (!faults.isEmpty()) {
			throw new EpcisFault(Kind.VALIDATION, String.join("; ", faults));
		}
		var list = document.path("epcisBody").path("eventList");
		if (list.size() > MOST_EVENTS) {
			throw new EpcisFault(Kind.CAPTURE_LIMIT, list.size() + " events; at most " + MOST_EVENTS + " at once");
		}
		var troubles = new ArrayList<Trouble>();
		var events = new ArrayList<@Nullable CanonicalEvent>();
		var known = new Identifiers();
		var now = clock.now();
		for (int i = 0; i < list.size(); i++) {
			var wrong = EventRules.ofEvent(list.get(i), "eventList[" + i + "].", now);
			if (wrong.isEmpty()) {
				events.add(CanonicalEvent.of(list.get(i), document.path("@context"), known));
			}
			else {
				events.add(null);
				troubles.add(trouble(Kind.VALIDATION, String.join("; ", wrong)));
			}
		}
		var owner = Actor.current().login();
		int stored = 0;
		if (troubles.isEmpty() || behaviour == Behaviour.PROCEED) {
			var outcome = tried(owner, events, behaviour);
			outcome.clashes()
				.forEach(it -> troubles.add(trouble(Kind.ALREADY_EXISTS,
						"eventList[" + it.position() + "] " + it.eventId() + " is stored with other content")));
			stored = outcome.stored();
		}
		return job(owner, behaviour, list.size(), stored, troubles);
	}

	private EventStore.Outcome tried(String owner, List<@Nullable CanonicalEvent> events, Behaviour behaviour) {
		if (behaviour == Behaviour.PROCEED) {
			return store.store(owner, events);
		}
		// nothing may stay of a batch in which one clashes, yet its job must
		var savepoint = sql.sql("savepoint capture");
		savepoint.update();
		var outcome = store.store(owner, events);
		if (!outcome.clashes().isEmpty()) {
			sql.sql("rollback to savepoint capture").update();
			return new EventStore.Outcome(0, 0, outcome.clashes());
		}
		return outcome;
	}

	/** A single event, answered at once. */
	@PreAuthorize(CAPTURE)
	@Transactional
	public String captureOne(JsonNode event) {
		var faults = EventRules.ofEvent(event, "", clock.now());
		if (!faults.isEmpty()) {
			throw new EpcisFault(Kind.VALIDATION, String.join("; ", faults));
		}
		var canonical = CanonicalEvent.of(event, json.createObjectNode().path("none"));
		var outcome = store.store(Actor.current().login(), List.of(canonical));
		if (outcome.stored() == 0) {
			throw new EpcisFault(Kind.ALREADY_EXISTS, canonical.eventId() + " is stored already");
		}
		return canonical.eventId();
	}

	@PreAuthorize(CAPTURE)
	@Transactional(readOnly = true)
	public Optional<Job> find(UUID id) {
		return sql.sql("select * from trace_capture_job where id = ? and owner = ?")
			.params(id, Actor.current().login())
			.query((row, _) -> job(row))
			.optional();
	}

	@PreAuthorize(CAPTURE)
	@Transactional(readOnly = true)
	public Page jobs(@Nullable String after, int limit) {
		var from = from(after);
		var rows = sql
			.sql("""
					select * from trace_capture_job where owner = :owner
					   and (:at = '' or (created_at, id) < (cast(nullif(:at, '') as timestamptz), cast(nullif(:id, '') as uuid)))
					 order by created_at desc, id desc limit :limit""")
			.param("owner", Actor.current().login())
			.param("at", from.isEmpty() ? "" : from.getFirst())
			.param("id", from.isEmpty() ? "" : from.getLast())
			.param("limit", limit + 1)
			.query((row, _) -> job(row))
			.list();
		var more = rows.size() > limit;
		var page = more ? rows.subList(0, limit) : rows;
		return new Page(page, more ? Cursor.of(page.getLast().createdAt(), page.getLast().captureID()) : null);
	}

	private static List<String> from(@Nullable String token) {
		try {
			var from = Cursor.read(token, 2);
			if (!from.isEmpty()) {
				Instant.parse(from.getFirst());
				UUID.fromString(from.getLast());
			}
			return from;
		}
		catch (RuntimeException wrong) {
			throw new EpcisFault(Kind.QUERY_PARAMETER, "nextPageToken is none of ours");
		}
	}

	private Job job(java.sql.ResultSet row) throws java.sql.SQLException {
		return new Job(row.getObject("id", UUID.class), row.getTimestamp("created_at").toInstant(),
				row.getTimestamp("finished_at").toInstant(), false, row.getBoolean("success"),
				row.getString("behaviour"), List.of(json.readValue(row.getString("errors"), Trouble[].class)));
	}

	private UUID job(String owner, Behaviour behaviour, int events, int stored, List<Trouble> troubles) {
		var id = Ids.next();
		var now = Timestamp.from(clock.now());
		sql.sql("""
				insert into trace_capture_job (id, tenant_id, owner, created_at, finished_at, success, behaviour, events,
				  stored, errors) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)""")
			.params(id, Tenant.require(), owner, now, now, troubles.isEmpty(), behaviour.word(), events, stored,
					json.writeValueAsString(troubles))
			.update();
		return id;
	}

	private static Trouble trouble(Kind kind, String detail) {
		return new Trouble("epcisException:" + kind.type(), kind.type(), kind.status(), detail);
	}

}
