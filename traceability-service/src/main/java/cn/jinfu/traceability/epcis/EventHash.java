package cn.jinfu.traceability.epcis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fingerprint of an event by the rules of CBV 2.0: properties in a fixed order, lists
 * sorted, values in canonical form, extensions by their namespaces; left out are when it
 * was recorded, its id, and the declaration that it was wrong.
 */
final class EventHash {

	private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");

	/** Digits behind or zeros before the point that are still written out. */
	private static final int PLAIN = 100;

	private static final Set<String> OUT = Set.of("@context", "type", "recordTime", "eventID", "errorDeclaration",
			"certificationInfo");

	private static final List<String> METADATA = List.of("time", "startTime", "endTime", "deviceID", "deviceMetadata",
			"rawData", "dataProcessingMethod", "bizRules");

	private static final List<String> REPORT = List.of("type", "exception", "deviceID", "deviceMetadata", "rawData",
			"dataProcessingMethod", "time", "microorganism", "chemicalSubstance", "value", "component", "stringValue",
			"booleanValue", "hexBinaryValue", "uriValue", "minValue", "maxValue", "meanValue", "sDev", "percRank",
			"percValue", "uom", "coordinateReferenceSystem");

	private static final Map<String, Vocabulary> WORDS = Map.of("component", Vocabulary.COMPONENT, "exception",
			Vocabulary.ALERT);

	private final JsonNode event;

	private final JsonNode context;

	private final StringBuilder text = new StringBuilder();

	private final Identifiers identifiers;

	private EventHash(JsonNode event, Identifiers identifiers) {
		this.event = event;
		this.identifiers = identifiers;
		this.context = event.path("@context");
	}

	/**
	 * @param event with its own prefixes in {@code @context}
	 */
	static String of(JsonNode event) {
		return of(event, new Identifiers());
	}

	static String of(JsonNode event, Identifiers identifiers) {
		try {
			var text = new EventHash(event, identifiers).text();
			var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return "ni:///sha-256;" + HexFormat.of().formatHex(digest) + "?ver=CBV2.0";
		}
		catch (NoSuchAlgorithmException absent) {
			throw new IllegalStateException("every Java platform has SHA-256", absent);
		}
	}

	static String preHash(JsonNode event) {
		return new EventHash(event, new Identifiers()).text();
	}

	private String text() {
		text.append("eventType=").append(event.path("type").asString());
		add("eventTime", event.path("eventTime"));
		add("eventTimeZoneOffset", event.path("eventTimeZoneOffset"));
		list("epcList", "epc");
		add("parentID", event.path("parentID"));
		list("inputEPCList", "epc");
		list("childEPCs", "epc");
		quantities("quantityList");
		quantities("childQuantityList");
		quantities("inputQuantityList");
		list("outputEPCList", "epc");
		quantities("outputQuantityList");
		add("action", event.path("action"));
		add("transformationID", event.path("transformationID"));
		word("bizStep", Vocabulary.BIZ_STEP);
		word("disposition", Vocabulary.DISPOSITION);
		persistent();
		place("readPoint");
		place("bizLocation");
		pairs("bizTransactionList", "bizTransaction", Vocabulary.TRANSACTION);
		pairs("sourceList", "source", Vocabulary.PARTY);
		pairs("destinationList", "destination", Vocabulary.PARTY);
		sensors();
		var ilmd = event.path("ilmd");
		if (!ilmd.isMissingNode()) {
			text.append("ilmd").append(extensions(ilmd));
		}
		text.append(rest());
		return text.toString();
	}

	private void add(String name, JsonNode value) {
		if (!value.isMissingNode()) {
			text.append(written(name, value));
		}
	}

	private String written(String name, JsonNode value) {
		var plain = value.asString("").strip();
		if (plain.isEmpty()) {
			return "";
		}
		return name + "="
				+ (isTime(name) ? time(plain) : value.isNumber() ? number(value) : identifiers.canonical(plain));
	}

	private static boolean isTime(String name) {
		return name.equals("time") || name.endsWith("Time");
	}

	/** Without zeros at the end: 12.0 is 12; an absurd exponent is not written out. */
	private static String number(JsonNode value) {
		var number = value.decimalValue().stripTrailingZeros();
		return (Math.abs(number.scale()) <= PLAIN) ? number.toPlainString() : number.toString();
	}

	/** In UTC to the millisecond; the fourth decimal rounds the third. */
	private static String time(String written) {
		try {
			return OffsetDateTime.parse(written)
				.withOffsetSameInstant(ZoneOffset.UTC)
				.plusNanos(500_000)
				.truncatedTo(ChronoUnit.MILLIS)
				.format(UTC);
		}
		catch (DateTimeException none) {
			return written;
		}
	}

	private void list(String name, String element) {
		sorted(name, event.path(name), it -> written(element, it));
	}

	private void quantities(String name) {
		sorted(name, event.path(name), it -> "quantityElement" + written("epcClass", it.path("epcClass"))
				+ maybe("quantity", it) + maybe("uom", it));
	}

	private void pairs(String name, String value, Vocabulary words) {
		sorted(name, event.path(name), it -> {
			var type = it.path("type").asString("");
			return (type.isEmpty() ? "" : "type=" + words.address(type).orElse(type)) + written(value, it.path(value));
		});
	}

	private void sorted(String name, JsonNode list, Function<JsonNode, String> written) {
		if (list.isEmpty()) {
			return;
		}
		var parts = new ArrayList<String>();
		list.forEach(it -> parts.add(written.apply(it)));
		text.append(name);
		sort(parts).forEach(text::append);
	}

	/** By code point. */
	private static List<String> sort(List<String> parts) {
		Collections.sort(parts, EventHash::byCodePoint);
		return parts;
	}

	private static int byCodePoint(String one, String two) {
		int shorter = Math.min(one.length(), two.length());
		for (int i = 0; i < shorter; i++) {
			char a = one.charAt(i);
			char b = two.charAt(i);
			if (a != b) {
				// halves of a pair stand for what comes after all single characters
				var high = Character.isSurrogate(a);
				return (high == Character.isSurrogate(b)) ? a - b : high ? 1 : -1;
			}
		}
		return one.length() - two.length();
	}

	private String maybe(String name, JsonNode node) {
		return node.has(name) ? written(name, node.path(name)) : "";
	}

	private void word(String name, Vocabulary words) {
		var value = event.path(name).asString("").strip();
		if (!value.isEmpty()) {
			text.append(name).append('=').append(words.address(value).orElse(value));
		}
	}

	private void persistent() {
		var persistent = event.path("persistentDisposition");
		if (persistent.isEmpty()) {
			return;
		}
		text.append("persistentDisposition");
		for (var which : List.of("set", "unset")) {
			var parts = new ArrayList<String>();
			persistent.path(which).forEach(it -> {
				var word = it.asString("");
				parts.add(which + "=" + Vocabulary.DISPOSITION.address(word).orElse(word));
			});
			sort(parts).forEach(text::append);
		}
	}

	private void place(String name) {
		var id = event.path(name).path("id");
		if (!id.isMissingNode()) {
			text.append(name).append(written("id", id));
		}
	}

	private void sensors() {
		sorted("sensorElementList", event.path("sensorElementList"), element -> {
			var part = new StringBuilder("sensorElement");
			if (element.has("sensorMetadata")) {
				part.append("sensorMetadata").append(inOrder(element.path("sensorMetadata"), METADATA));
			}
			var reports = new ArrayList<String>();
			element.path("sensorReport").forEach(it -> reports.add("sensorReport" + inOrder(it, REPORT)));
			sort(reports).forEach(part::append);
			return part.toString();
		});
	}

	private String inOrder(JsonNode node, List<String> order) {
		var part = new StringBuilder();
		for (var name : order) {
			var value = node.path(name);
			if (value.isMissingNode()) {
				continue;
			}
			var words = "type".equals(name) ? Vocabulary.MEASUREMENT : WORDS.get(name);
			part.append((words != null) ? name + "=" + words.address(value.asString()).orElse(value.asString())
					: written(name, value));
		}
		return part.toString();
	}

	/** Extensions of the event and of its parts, sorted. */
	private String rest() {
		var parts = new ArrayList<String>();
		for (var entry : event.properties()) {
			var name = entry.getKey();
			var value = entry.getValue();
			if (OUT.contains(name) || "ilmd".equals(name)) {
				continue;
			}
			if (name.contains(":")) {
				parts.addAll(extension(name, value));
			}
			else if (("readPoint".equals(name) || "bizLocation".equals(name)) && !extensions(value).isEmpty()) {
				parts.add(name + extensions(value));
			}
			else if ("sensorElementList".equals(name)) {
				var inside = sensorExtensions(value);
				if (inside != null) {
					parts.add(name + inside);
				}
			}
		}
		return String.join("", sort(parts));
	}

	private @Nullable String sensorExtensions(JsonNode list) {
		var elements = new ArrayList<String>();
		for (var element : list) {
			var inside = new ArrayList<String>();
			var metadata = extensions(element.path("sensorMetadata"));
			if (!metadata.isEmpty()) {
				inside.add("sensorMetadata" + metadata);
			}
			element.path("sensorReport").forEach(it -> {
				var report = extensions(it);
				if (!report.isEmpty()) {
					inside.add("sensorReport" + report);
				}
			});
			if (!extensions(element).isEmpty()) {
				inside.add(extensions(element));
			}
			if (!inside.isEmpty()) {
				elements.add("sensorElement" + String.join("", sort(inside)));
			}
		}
		return elements.isEmpty() ? null : String.join("", sort(elements));
	}

	private String extensions(JsonNode node) {
		var parts = new ArrayList<String>();
		if (node.isObject()) {
			node.properties().forEach(it -> {
				if (it.getKey().contains(":")) {
					parts.addAll(extension(it.getKey(), it.getValue()));
				}
			});
		}
		return String.join("", sort(parts));
	}

	/** One for each value of a list. */
	private List<String> extension(String name, JsonNode value) {
		if (value.isArray()) {
			var parts = new ArrayList<String>();
			value.forEach(it -> parts.addAll(extension(name, it)));
			return parts;
		}
		var named = named(name);
		if (value.isObject()) {
			return List.of(named + extensions(value));
		}
		var plain = value.asString("").strip();
		var shown = value.isNumber() ? number(value) : identifiers.canonical(plain);
		return List.of(plain.isEmpty() ? named : named + "=" + shown);
	}

	/** {@code {namespace}name}; an unknown prefix stands for itself. */
	private String named(String name) {
		int colon = name.indexOf(':');
		var prefix = name.substring(0, colon);
		var space = context.path(prefix).asString(null);
		return "{" + ((space != null) ? space : prefix + ":") + "}" + name.substring(colon + 1);
	}

}
