package cn.jinfu.traceability.epcis;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

/**
 * What an EPCIS 2.0 document and its events must look like, written from the text of the
 * standard. Faults are named by their place in the document.
 */
final class EventRules {

	private static final Set<String> COMMON = Set.of("@context", "type", "eventID", "eventTime", "recordTime",
			"eventTimeZoneOffset", "errorDeclaration", "certificationInfo", "bizStep", "disposition",
			"persistentDisposition", "readPoint", "bizLocation", "bizTransactionList", "sourceList", "destinationList",
			"sensorElementList");

	private static final Map<String, Set<String>> OWN = Map.of("ObjectEvent",
			Set.of("action", "epcList", "quantityList", "ilmd"), "AggregationEvent",
			Set.of("action", "parentID", "childEPCs", "childQuantityList"), "TransactionEvent",
			Set.of("action", "parentID", "epcList", "quantityList"), "TransformationEvent", Set.of("inputEPCList",
					"inputQuantityList", "outputEPCList", "outputQuantityList", "transformationID", "ilmd"),
			"AssociationEvent", Set.of("action", "parentID", "childEPCs", "childQuantityList"));

	private static final Set<String> METADATA = Set.of("time", "startTime", "endTime", "deviceID", "deviceMetadata",
			"rawData", "dataProcessingMethod", "bizRules");

	private static final Set<String> REPORT = Set.of("type", "exception", "deviceID", "deviceMetadata", "rawData",
			"dataProcessingMethod", "time", "microorganism", "chemicalSubstance", "value", "component", "stringValue",
			"booleanValue", "hexBinaryValue", "uriValue", "minValue", "maxValue", "meanValue", "sDev", "percRank",
			"percValue", "uom", "coordinateReferenceSystem");

	private static final Set<String> NUMBERS = Set.of("value", "minValue", "maxValue", "meanValue", "sDev", "percRank",
			"percValue");

	private static final Set<String> DOCUMENT = Set.of("@context", "id", "type", "schemaVersion", "creationDate",
			"epcisBody", "epcisHeader", "instanceIdentifier", "sender", "receiver");

	private static final Pattern ZONE = Pattern.compile("[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)");

	private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[^\\s\\p{Cntrl}]+");

	private static final Pattern EXTENSION = Pattern.compile("[A-Za-z_][\\w.-]*:\\S+");

	private static final Pattern HEX = Pattern.compile("([0-9A-Fa-f]{2})+");

	/** What two clocks may differ by; the database knows it too. */
	static final Duration AHEAD = Duration.ofMinutes(5);

	private static final int LONGEST = 300;

	private static final int LAST_YEAR = 9_999;

	private final List<String> faults = new ArrayList<>();

	private EventRules() {
	}

	/** What is wrong with the frame around the events. */
	static List<String> ofDocument(JsonNode document) {
		var rules = new EventRules();
		if (!document.isObject()) {
			return List.of("the body must be a JSON object");
		}
		rules.members("document", document, DOCUMENT);
		rules.needs("document", document, "@context");
		rules.equal(document, "type", "EPCISDocument");
		var version = document.path("schemaVersion");
		if (!version.isString() || !version.asString().matches("2\\.0(\\.\\d+)?")) {
			rules.add("schemaVersion", "must be \"2.0\"");
		}
		rules.time("creationDate", document.path("creationDate"), true);
		rules.members("epcisBody", document.path("epcisBody"), Set.of("eventList"));
		if (!document.path("epcisBody").path("eventList").isArray()) {
			rules.add("epcisBody.eventList", "must be an array");
		}
		return rules.faults;
	}

	/**
	 * @param place of the event in its document
	 */
	static List<String> ofEvent(JsonNode event, String place) {
		return ofEvent(event, place, Instant.MAX);
	}

	/**
	 * An event is asserted to have occurred, and an error to have been declared: neither
	 * can lie ahead.
	 * @param place of the event in its document
	 * @param now when it is told; a teller's clock may be {@link #AHEAD} before ours
	 */
	static List<String> ofEvent(JsonNode event, String place, Instant now) {
		var rules = new EventRules();
		rules.event(event);
		if (rules.faults.isEmpty() && !now.equals(Instant.MAX)) {
			var latest = now.plus(AHEAD);
			rules.past("eventTime", event.path("eventTime"), latest);
			rules.past("errorDeclaration.declarationTime", event.path("errorDeclaration").path("declarationTime"),
					latest);
		}
		return rules.faults.stream().map(it -> place + it).toList();
	}

	private void event(JsonNode event) {
		var type = event.path("type").asString("");
		var own = OWN.get(type);
		if (own == null) {
			add("type", "must be one of the five event types");
			return;
		}
		for (var name : event.propertyNames()) {
			if (!COMMON.contains(name) && !own.contains(name) && !EXTENSION.matcher(name).matches()) {
				add(name, "is no member of " + type + " and has no prefix");
			}
		}
		time("eventTime", event.path("eventTime"), true);
		var zone = event.path("eventTimeZoneOffset");
		if (!zone.isString() || !ZONE.matcher(zone.asString()).matches()) {
			add("eventTimeZoneOffset", "must be an offset such as +08:00");
		}
		uri("eventID", event.path("eventID"), false);
		action(event, type);
		word("bizStep", event.path("bizStep"), Vocabulary.BIZ_STEP);
		word("disposition", event.path("disposition"), Vocabulary.DISPOSITION);
		disposition(event.path("persistentDisposition"));
		place("readPoint", event.path("readPoint"));
		place("bizLocation", event.path("bizLocation"));
		pairs(event, "bizTransactionList", "bizTransaction", false, Vocabulary.TRANSACTION);
		pairs(event, "sourceList", "source", true, Vocabulary.PARTY);
		pairs(event, "destinationList", "destination", true, Vocabulary.PARTY);
		for (var list : List.of("epcList", "childEPCs", "inputEPCList", "outputEPCList")) {
			epcs(list, event.path(list));
		}
		for (var list : List.of("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")) {
			quantities(list, event.path(list));
		}
		uri("parentID", event.path("parentID"), false);
		uri("transformationID", event.path("transformationID"), false);
		certification(event.path("certificationInfo"));
		ilmd(event, type);
		error(event.path("errorDeclaration"));
		sensors(event.path("sensorElementList"));
		things(event, type);
	}

	private void action(JsonNode event, String type) {
		if (type.equals("TransformationEvent")) {
			return;
		}
		if (!Set.of("ADD", "OBSERVE", "DELETE").contains(event.path("action").asString(""))) {
			add("action", "must be ADD, OBSERVE or DELETE");
		}
	}

	/** An event is about something. */
	private void things(JsonNode event, String type) {
		switch (type) {
			case "ObjectEvent" -> {
				if (none(event, "epcList", "quantityList", "sensorElementList")) {
					add("epcList", "an object event needs an EPC, a quantity or a sensor element");
				}
			}
			case "AggregationEvent", "AssociationEvent" -> {
				if (event.path("parentID").isMissingNode()
						&& (type.equals("AssociationEvent") || !"OBSERVE".equals(event.path("action").asString("")))) {
					add("parentID", "is needed to add or delete");
				}
				if (none(event, "childEPCs", "childQuantityList")
						&& !"DELETE".equals(event.path("action").asString(""))) {
					add("childEPCs", "something must be inside");
				}
			}
			case "TransactionEvent" -> {
				if (none(event, "bizTransactionList")) {
					add("bizTransactionList", "is needed");
				}
			}
			default -> {
				var open = !event.path("transformationID").isMissingNode();
				if (!open && none(event, "inputEPCList", "inputQuantityList")) {
					add("inputEPCList", "something must go in");
				}
				if (!open && none(event, "outputEPCList", "outputQuantityList")) {
					add("outputEPCList", "something must come out");
				}
			}
		}
	}

	private static boolean none(JsonNode event, String... lists) {
		for (var list : lists) {
			if (!event.path(list).isEmpty()) {
				return false;
			}
		}
		return true;
	}

	private void ilmd(JsonNode event, String type) {
		var ilmd = event.path("ilmd");
		if (ilmd.isMissingNode()) {
			return;
		}
		if (type.equals("ObjectEvent") && !"ADD".equals(event.path("action").asString(""))) {
			add("ilmd", "belongs to events that bring something into being");
		}
		if (!ilmd.isObject()) {
			add("ilmd", "must be an object");
		}
		else {
			for (var name : ilmd.propertyNames()) {
				if (!EXTENSION.matcher(name).matches()) {
					add("ilmd." + name, "has no prefix");
				}
			}
		}
	}

	private void certification(JsonNode info) {
		if (info.isArray()) {
			info.forEach(it -> uri("certificationInfo", it, true));
		}
		else {
			uri("certificationInfo", info, false);
		}
	}

	private void disposition(JsonNode persistent) {
		if (persistent.isMissingNode()) {
			return;
		}
		members("persistentDisposition", persistent, Set.of("set", "unset"));
		if (persistent.isEmpty()) {
			add("persistentDisposition", "must set or unset something");
		}
		for (var which : List.of("set", "unset")) {
			var list = persistent.path(which);
			if (!list.isMissingNode() && !list.isArray()) {
				add("persistentDisposition." + which, "must be an array");
			}
			list.forEach(it -> word("persistentDisposition." + which, it, Vocabulary.DISPOSITION));
		}
	}

	private void place(String name, JsonNode place) {
		if (place.isMissingNode()) {
			return;
		}
		if (!place.isObject()) {
			add(name, "must be an object with an id");
			return;
		}
		members(name, place, Set.of("id"));
		uri(name + ".id", place.path("id"), true);
	}

	private void pairs(JsonNode event, String list, String value, boolean typed, Vocabulary words) {
		var pairs = event.path(list);
		if (pairs.isMissingNode()) {
			return;
		}
		if (!pairs.isArray()) {
			add(list, "must be an array");
			return;
		}
		for (var pair : pairs) {
			members(list, pair, Set.of("type", value));
			uri(list + "." + value, pair.path(value), true);
			if (typed && !pair.has("type")) {
				add(list + ".type", "is needed");
			}
			word(list + ".type", pair.path("type"), words);
		}
	}

	private void epcs(String name, JsonNode list) {
		if (list.isMissingNode()) {
			return;
		}
		if (!list.isArray()) {
			add(name, "must be an array");
			return;
		}
		list.forEach(it -> uri(name, it, true));
	}

	private void quantities(String name, JsonNode list) {
		if (list.isMissingNode()) {
			return;
		}
		if (!list.isArray()) {
			add(name, "must be an array");
			return;
		}
		for (var element : list) {
			if (!element.isObject()) {
				add(name, "must hold objects");
				continue;
			}
			for (var member : element.propertyNames()) {
				if (!Set.of("epcClass", "quantity", "uom").contains(member)) {
					add(name + "." + member, "is not part of a quantity");
				}
			}
			uri(name + ".epcClass", element.path("epcClass"), true);
			var quantity = element.path("quantity");
			if (!quantity.isMissingNode() && !isNumber(quantity, true)) {
				add(name + ".quantity", "must be a number from 0 to less than 1,000,000,000,000");
			}
			var uom = element.path("uom");
			if (!uom.isMissingNode() && (!uom.isString() || !uom.asString().matches("[A-Z0-9]{2,3}"))) {
				add(name + ".uom", "must be a unit code of two or three characters");
			}
			if (element.has("uom") && !element.has("quantity")) {
				add(name + ".quantity", "is needed with a unit");
			}
		}
	}

	private void error(JsonNode declaration) {
		if (declaration.isMissingNode()) {
			return;
		}
		members("errorDeclaration", declaration, Set.of("declarationTime", "reason", "correctiveEventIDs"));
		time("errorDeclaration.declarationTime", declaration.path("declarationTime"), true);
		word("errorDeclaration.reason", declaration.path("reason"), Vocabulary.ERROR_REASON);
		epcs("errorDeclaration.correctiveEventIDs", declaration.path("correctiveEventIDs"));
	}

	private void sensors(JsonNode list) {
		if (list.isMissingNode()) {
			return;
		}
		if (!list.isArray() || list.isEmpty()) {
			add("sensorElementList", "must be an array with something in it");
			return;
		}
		for (var element : list) {
			members("sensorElementList", element, Set.of("sensorMetadata", "sensorReport"));
			var metadata = element.path("sensorMetadata");
			members("sensorMetadata", metadata, METADATA);
			for (var time : List.of("time", "startTime", "endTime")) {
				time("sensorMetadata." + time, metadata.path(time), false);
			}
			if (!element.path("sensorReport").isArray() || element.path("sensorReport").isEmpty()) {
				add("sensorReport", "is needed");
			}
			if (metadata.has("startTime") != metadata.has("endTime")) {
				add("sensorMetadata.startTime", "and endTime go together");
			}
			for (var report : element.path("sensorReport")) {
				members("sensorReport", report, REPORT);
				if (!report.has("type") && !report.has("exception")) {
					add("sensorReport.type", "is needed");
				}
				word("sensorReport.component", report.path("component"), Vocabulary.COMPONENT);
				word("sensorReport.exception", report.path("exception"), Vocabulary.ALERT);
				texts(report);
				word("sensorReport.type", report.path("type"), Vocabulary.MEASUREMENT);
				time("sensorReport.time", report.path("time"), false);
				NUMBERS.stream()
					.filter(it -> report.has(it) && !isNumber(report.path(it), false))
					.forEach(it -> add("sensorReport." + it, "must be a number"));
			}
		}
	}

	private void texts(JsonNode report) {
		var hex = report.path("hexBinaryValue");
		if (!hex.isMissingNode() && !(hex.isString() && HEX.matcher(hex.asString()).matches())) {
			add("sensorReport.hexBinaryValue", "must be hexadecimal");
		}
		if (report.has("booleanValue") && !report.path("booleanValue").isBoolean()) {
			add("sensorReport.booleanValue", "must be true or false");
		}
		if (report.has("stringValue") && !report.path("stringValue").isString()) {
			add("sensorReport.stringValue", "must be a string");
		}
		for (var name : List.of("uriValue", "chemicalSubstance", "microorganism", "deviceID")) {
			uri("sensorReport." + name, report.path(name), false);
		}
	}

	/** What a column holds, and nothing that takes a megabyte to write out. */
	private static boolean isNumber(JsonNode value, boolean counted) {
		if (!value.isNumber()) {
			return false;
		}
		try {
			var number = new BigDecimal(value.asString());
			var before = number.precision() - (long) number.scale();
			return Math.abs((long) number.scale()) <= 100 && before <= (counted ? 12 : 100)
					&& (!counted || number.signum() >= 0);
		}
		catch (NumberFormatException infinite) {
			return false;
		}
	}

	private void word(String name, JsonNode word, Vocabulary words) {
		if (word.isMissingNode()) {
			return;
		}
		if (!word.isString() || words.address(word.asString()).isEmpty()) {
			add(name, "is neither a word of the standard nor an address");
		}
	}

	/** Whether it can name anything in an event at all. */
	static boolean isUri(String written) {
		return URI.matcher(written).matches();
	}

	private void uri(String name, JsonNode value, boolean needed) {
		if (value.isMissingNode() && !needed) {
			return;
		}
		if (!value.isString() || !isUri(value.asString())) {
			add(name, "must be a URI");
		}
		else if (value.asString().length() > LONGEST) {
			add(name, "is longer than " + LONGEST + " characters");
		}
	}

	private void time(String name, JsonNode value, boolean needed) {
		if (value.isMissingNode() && !needed) {
			return;
		}
		try {
			int year = OffsetDateTime.parse(value.asString("")).getYear();
			if (year < 1 || year > LAST_YEAR) {
				add(name, "must lie in a year that is written with four digits");
			}
		}
		catch (DateTimeException wrong) {
			add(name, "must be a time with its offset");
		}
	}

	private void past(String name, JsonNode value, Instant latest) {
		if (!value.isMissingNode() && OffsetDateTime.parse(value.asString()).toInstant().isAfter(latest)) {
			add(name, "lies in the future");
		}
	}

	private void members(String name, JsonNode node, Set<String> allowed) {
		if (node.isMissingNode()) {
			return;
		}
		if (!node.isObject()) {
			add(name, "must be an object");
			return;
		}
		for (var member : node.propertyNames()) {
			if (!allowed.contains(member) && !EXTENSION.matcher(member).matches()) {
				add(name + "." + member, "is unknown and has no prefix");
			}
		}
	}

	private void needs(String name, JsonNode node, String member) {
		if (!node.has(member)) {
			add(name.isEmpty() ? member : name + "." + member, "is needed");
		}
	}

	private void equal(JsonNode node, String member, String value) {
		if (!value.equals(node.path(member).asString(""))) {
			add(member, "must be \"" + value + "\"");
		}
	}

	private void add(String where, String what) {
		faults.add(where + " " + what);
	}

}
