package cn.jinfu.traceability.epcis;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.traceability.epcis.EpcisFault.Kind;
import cn.jinfu.traceability.gs1.Canonical;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Questions by the standard's parameters. A client sees what it captured; staff see what
 * the platform did. A parameter that is not known is refused, never passed over.
 */
@Service
@RequiredArgsConstructor
@Transactional(readOnly = true)
class EventQueries {

	static final int PER_PAGE = 30;

	private static final String ASK = "hasAnyAuthority('epcis.query', 'trace:event:view')";

	private static final int MOST_PER_PAGE = 1_000;

	private static final String PATTERN = "urn:epc:idpat:";

	static final String[] TYPES = { "ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent",
			"AssociationEvent" };

	private static final String EVERY_ROLE = "'EPC','PARENT','CHILD','INPUT','OUTPUT'";

	/** Roles an EPC may stand in, by what a parameter matches. */
	private static final Map<String, String> ROLES = Map.of("MATCH_epc", "'EPC','CHILD'", "MATCH_epcClass",
			"'EPC','CHILD'", "MATCH_parentID", "'PARENT'", "MATCH_inputEPC", "'INPUT'", "MATCH_inputEPCClass",
			"'INPUT'", "MATCH_outputEPC", "'OUTPUT'", "MATCH_outputEPCClass", "'OUTPUT'", "MATCH_anyEPC", EVERY_ROLE,
			"MATCH_anyEPCClass", "'EPC','CHILD','INPUT','OUTPUT'");

	/** What may be said but once: a second value would be passed over. */
	private static final Set<String> ONCE = Set.of("GE_eventTime", "LT_eventTime", "GE_recordTime", "LT_recordTime",
			"orderBy", "orderDirection", "eventCountLimit", "maxEventCount", "perPage", "nextPageToken",
			"EXISTS_errorDeclaration");

	/**
	 * @param next where the page after this one begins
	 */
	record Page(List<JsonNode> events, @Nullable String next) {
	}

	/** Conditions with their values, in the order asked. */
	private static final class Conditions {

		private final StringBuilder text = new StringBuilder();

		private final Map<String, Object> values = new LinkedHashMap<>();

		private String name(Object value) {
			var name = "p" + values.size();
			values.put(name, value);
			return ":" + name;
		}

		private void and(String condition) {
			text.append(" and ").append(condition);
		}

	}

	private final JdbcClient sql;

	private final JsonMapper json;

	/** Where the path already says what is asked for; parameters narrow it further. */
	enum Within {

		/** Of single things and of lots alike, in whatever part of the event. */
		EPCS {
			@Override
			void narrow(Conditions to, String value) {
				things(to, EVERY_ROLE, "", epcs("epcs", List.of(value)));
			}
		},
		BIZ_STEPS {
			@Override
			void narrow(Conditions to, String value) {
				in(to, "e.biz_step", words("bizSteps", Vocabulary.BIZ_STEP, List.of(value)));
			}
		},
		ALL {
			@Override
			void narrow(Conditions to, String value) {
				// everything
			}
		};

		abstract void narrow(Conditions to, String value);

	}

	/**
	 * @param parameters as asked, each perhaps several times
	 */
	@PreAuthorize(ASK)
	public Page events(Map<String, List<String>> parameters) {
		return events(Within.ALL, "", parameters);
	}

	/**
	 * @param value of the path
	 */
	@PreAuthorize(ASK)
	public Page events(Within within, String value, Map<String, List<String>> parameters) {
		var conditions = new Conditions();
		conditions.and("e.owner = " + conditions.name(owner()));
		within.narrow(conditions, value);
		parameters.forEach((name, values) -> condition(conditions, name, values(name, values)));
		var most = number(parameters, "maxEventCount");
		var some = number(parameters, "eventCountLimit");
		if (most != null && some != null) {
			throw new EpcisFault(Kind.QUERY_PARAMETER, "maxEventCount and eventCountLimit exclude each other");
		}
		if (most != null && count(conditions, most + 1) > most) {
			throw new EpcisFault(Kind.QUERY_TOO_LARGE, "more than " + most + " events");
		}
		return page(conditions, parameters, some);
	}

	private Page page(Conditions conditions, Map<String, List<String>> parameters, @Nullable Integer some) {
		var order = word(parameters, "orderBy", "eventTime");
		var column = switch (order) {
			case "eventTime" -> "e.event_time";
			case "recordTime" -> "e.record_time";
			default -> throw new EpcisFault(Kind.QUERY_PARAMETER, "orderBy must be eventTime or recordTime");
		};
		var direction = word(parameters, "orderDirection", "DESC").toUpperCase(Locale.ROOT);
		if (!direction.equals("ASC") && !direction.equals("DESC")) {
			throw new EpcisFault(Kind.QUERY_PARAMETER, "orderDirection must be ASC or DESC");
		}
		var asked = number(parameters, "perPage");
		int size = Math.min((asked != null) ? asked : PER_PAGE, MOST_PER_PAGE);
		if (size < 1) {
			throw new EpcisFault(Kind.QUERY_PARAMETER, "perPage must be at least 1");
		}
		int before = 0;
		var token = word(parameters, "nextPageToken", "");
		if (!token.isEmpty()) {
			var from = cursor(token);
			before = Integer.parseInt(from.get(2));
			conditions.and("(" + column + ", e.id) " + (direction.equals("ASC") ? ">" : "<") + " (cast("
					+ conditions.name(from.get(0)) + " as timestamptz), cast(" + conditions.name(from.get(1))
					+ " as bigint))");
		}
		int limit = (some != null) ? Math.min(size, some - before) : size;
		if (limit <= 0) {
			return new Page(List.of(), null);
		}
		record Row(String at, long id, JsonNode event) {
		}
		var rows = sql
			.sql("select " + column + "::text as at, e.id, e.record_time, e.doc from trace_event e where true"
					+ conditions.text + " order by " + column + " " + direction + ", e.id " + direction + " limit "
					+ (limit + 1))
			.params(conditions.values)
			.query((row, _) -> {
				var event = (ObjectNode) json.readTree(row.getString("doc"));
				event.put("recordTime", row.getTimestamp("record_time").toInstant().toString());
				return new Row(row.getString("at"), row.getLong("id"), event);
			})
			.list();
		var more = rows.size() > limit && (some == null || before + limit < some);
		var page = (rows.size() > limit) ? rows.subList(0, limit) : rows;
		return new Page(page.stream().map(Row::event).toList(),
				more ? Cursor.of(page.getLast().at(), page.getLast().id(), before + limit) : null);
	}

	private static List<String> cursor(String token) {
		try {
			var parts = Cursor.read(token, 3);
			Long.parseLong(parts.get(1));
			Integer.parseInt(parts.get(2));
			return parts;
		}
		catch (RuntimeException wrong) {
			throw new EpcisFault(Kind.QUERY_PARAMETER, "nextPageToken is none of ours");
		}
	}

	private int count(Conditions conditions, int stop) {
		return sql
			.sql("select count(*) from (select 1 from trace_event e where true" + conditions.text + " limit " + stop
					+ ") x")
			.params(conditions.values)
			.query(Integer.class)
			.single();
	}

	private void condition(Conditions to, String name, List<String> values) {
		var role = ROLES.get(name);
		if (role != null) {
			things(to, role,
					name.endsWith("Class") ? "and x.is_class"
							: name.equals("MATCH_parentID") ? "" : "and not x.is_class",
					name.endsWith("Class") ? identifiers(name, values) : epcs(name, values));
			return;
		}
		switch (name) {
			case "eventType" -> {
				if (!List.of(TYPES).containsAll(values)) {
					throw new EpcisFault(Kind.QUERY_PARAMETER, "eventType must be one of " + String.join(", ", TYPES));
				}
				in(to, "e.event_type", values);
			}
			case "GE_eventTime" -> to.and("e.event_time >= " + to.name(time(name, values)));
			case "LT_eventTime" -> to.and("e.event_time < " + to.name(time(name, values)));
			case "GE_recordTime" -> to.and("e.record_time >= " + to.name(time(name, values)));
			case "LT_recordTime" -> to.and("e.record_time < " + to.name(time(name, values)));
			case "EQ_action" -> {
				if (!List.of("ADD", "OBSERVE", "DELETE").containsAll(values)) {
					throw new EpcisFault(Kind.QUERY_PARAMETER, "EQ_action must be ADD, OBSERVE or DELETE");
				}
				in(to, "e.action", values);
			}
			case "EQ_bizStep" -> in(to, "e.biz_step", words(name, Vocabulary.BIZ_STEP, values));
			case "EQ_disposition" -> in(to, "e.disposition", words(name, Vocabulary.DISPOSITION, values));
			case "EQ_readPoint" -> in(to, "e.read_point", identifiers(name, values));
			case "EQ_bizLocation" -> in(to, "e.biz_location", identifiers(name, values));
			case "EQ_transformationID" -> in(to, "e.transformation_id", identifiers(name, values));
			case "EQ_eventID" -> in(to, "e.event_id", uris(name, values));
			case "EXISTS_errorDeclaration" -> {
				if (!values.isEmpty() && !values.equals(List.of("true"))) {
					throw new EpcisFault(Kind.QUERY_PARAMETER, name + " takes no value but true");
				}
				to.and("e.error_at is not null");
			}
			case "EQ_correctiveEventID" -> references(to, "CORRECTIVE", null, uris(name, values));
			case "orderBy", "orderDirection", "eventCountLimit", "maxEventCount", "perPage", "nextPageToken" -> {
			}
			default -> {
				if (name.startsWith("EQ_bizTransaction_")) {
					var type = name.substring("EQ_bizTransaction_".length());
					references(to, "TRANSACTION",
							type.isEmpty() ? null : words(name, Vocabulary.TRANSACTION, List.of(type)).getFirst(),
							identifiers(name, values));
				}
				else {
					throw new EpcisFault(Kind.QUERY_PARAMETER, "parameter " + name + " is not known");
				}
			}
		}
	}

	private static void in(Conditions to, String column, List<String> values) {
		to.and(column + " in (" + to.name(values) + ")");
	}

	/**
	 * @param values canonical
	 */
	private static void things(Conditions to, String roles, String more, List<String> values) {
		to.and("exists (select 1 from trace_event_epc x where x.tenant_id = e.tenant_id and x.event_pk = e.id and x.epc in ("
				+ to.name(values) + ") and x.role in (" + roles + ") " + more + ")");
	}

	private static void references(Conditions to, String kind, @Nullable String type, List<String> values) {
		to.and("exists (select 1 from trace_event_ref x where x.tenant_id = e.tenant_id and x.event_pk = e.id and x.kind = '"
				+ kind + "' and x.value in (" + to.name(values) + ")"
				+ ((type != null) ? " and x.type = " + to.name(type) : "") + ")");
	}

	/**
	 * What is no URI can stand in no event: an empty answer would hide the mistake.
	 */
	private static List<String> uris(String name, List<String> values) {
		values.stream().filter(it -> !EventRules.isUri(it)).findFirst().ifPresent(it -> {
			throw new EpcisFault(Kind.QUERY_PARAMETER, name + ": " + it + " is no URI");
		});
		return values;
	}

	private static List<String> identifiers(String name, List<String> values) {
		return uris(name, values).stream().map(Canonical::identifier).toList();
	}

	/** Of single things, which a pattern does not name. */
	private static List<String> epcs(String name, List<String> values) {
		values.stream().filter(it -> it.startsWith(PATTERN)).findFirst().ifPresent(it -> {
			throw new EpcisFault(Kind.QUERY_PARAMETER, name + ": patterns such as " + it + " are not matched here");
		});
		return identifiers(name, values);
	}

	private static List<String> words(String name, Vocabulary vocabulary, List<String> values) {
		return values.stream()
			.map(it -> vocabulary.address(it)
				.filter(EventRules::isUri)
				.orElseThrow(
						() -> new EpcisFault(Kind.QUERY_PARAMETER, name + ": " + it + " is no word of the vocabulary")))
			.toList();
	}

	private static Timestamp time(String name, List<String> values) {
		try {
			return Timestamp.from(OffsetDateTime.parse(values.getFirst()).toInstant());
		}
		catch (DateTimeException wrong) {
			throw new EpcisFault(Kind.QUERY_PARAMETER, name + " must be a time with its offset");
		}
	}

	private static List<String> values(String name, List<String> asked) {
		var values = new ArrayList<String>();
		asked.forEach(it -> Arrays.stream(name.equals("EQ_eventID") ? new String[] { it } : it.split("\\|"))
			.map(String::strip)
			.filter(x -> !x.isEmpty())
			.forEach(values::add));
		if (values.isEmpty() && !name.startsWith("EXISTS_")) {
			throw new EpcisFault(Kind.QUERY_PARAMETER, name + " has no value");
		}
		if (ONCE.contains(name) && (asked.size() > 1 || values.size() > 1)) {
			throw new EpcisFault(Kind.QUERY_PARAMETER, name + " takes one value");
		}
		return values;
	}

	private static String word(Map<String, List<String>> parameters, String name, String otherwise) {
		var values = parameters.get(name);
		return (values != null && !values.isEmpty()) ? values.getFirst() : otherwise;
	}

	private static @Nullable Integer number(Map<String, List<String>> parameters, String name) {
		var written = word(parameters, name, "");
		if (written.isEmpty()) {
			return null;
		}
		try {
			var number = new BigDecimal(written).intValueExact();
			if (number < 0) {
				throw new ArithmeticException();
			}
			return number;
		}
		catch (ArithmeticException | NumberFormatException wrong) {
			throw new EpcisFault(Kind.QUERY_PARAMETER, name + " must be a whole number");
		}
	}

	private static String owner() {
		var actor = Actor.current();
		return (actor.kind() == Actor.Kind.MACHINE) ? actor.login() : EventStore.PLATFORM;
	}

}
