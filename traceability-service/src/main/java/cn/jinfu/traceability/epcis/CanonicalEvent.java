package cn.jinfu.traceability.epcis;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * An event with every identifier and word written in the one way we store and compare.
 *
 * @param doc as it is given out again; bears its event id
 * @param errorAt when it was declared wrong, if it says so
 */
record CanonicalEvent(ObjectNode doc, String eventId, String hashId, Instant time, @Nullable Instant errorAt) {

	private static final Set<String> IDENTIFIERS = Set.of("epcList", "childEPCs", "inputEPCList", "outputEPCList");

	private static final Set<String> QUANTITIES = Set.of("quantityList", "childQuantityList", "inputQuantityList",
			"outputQuantityList");

	/** An EPC or a class of them, and in which part of the event it stands. */
	record Thing(String role, boolean isClass, String epc, @Nullable BigDecimal quantity, @Nullable String uom) {
	}

	/** A transaction, source, destination or corrective event. */
	record Reference(String kind, String type, String value) {
	}

	/**
	 * @param event valid
	 * @param context of the document, for prefixes
	 */
	static CanonicalEvent of(JsonNode event, JsonNode context) {
		return of(event, context, new Identifiers());
	}

	/**
	 * @param known identifiers of the batch that the event is part of
	 */
	static CanonicalEvent of(JsonNode event, JsonNode context, Identifiers known) {
		var doc = (ObjectNode) event.deepCopy();
		doc.remove("recordTime");
		if (doc.has("@context")) {
			context = both(context, doc.path("@context"));
		}
		var extras = prefixes(context);
		if (!extras.isEmpty()) {
			doc.set("@context", extras);
		}
		else {
			doc.remove("@context");
		}
		for (var name : List.copyOf(doc.propertyNames())) {
			var value = doc.path(name);
			if (IDENTIFIERS.contains(name)) {
				doc.set(name, identifiers(value, known));
			}
			else if (QUANTITIES.contains(name)) {
				value.forEach(it -> identifier((ObjectNode) it, "epcClass", known));
			}
		}
		identifier(doc, "parentID", known);
		identifier(doc, "transformationID", known);
		word(doc, "bizStep", Vocabulary.BIZ_STEP);
		word(doc, "disposition", Vocabulary.DISPOSITION);
		for (var place : List.of("readPoint", "bizLocation")) {
			if (doc.path(place) instanceof ObjectNode it) {
				identifier(it, "id", known);
			}
		}
		for (var which : List.of("set", "unset")) {
			if (doc.path("persistentDisposition").path(which) instanceof ArrayNode words) {
				for (int i = 0; i < words.size(); i++) {
					words.set(i, StringNode.valueOf(Vocabulary.DISPOSITION.bare(words.get(i).asString())));
				}
			}
		}
		pairs(doc.path("bizTransactionList"), "bizTransaction", Vocabulary.TRANSACTION, known);
		pairs(doc.path("sourceList"), "source", Vocabulary.PARTY, known);
		pairs(doc.path("destinationList"), "destination", Vocabulary.PARTY, known);
		if (doc.path("errorDeclaration") instanceof ObjectNode declaration) {
			word(declaration, "reason", Vocabulary.ERROR_REASON);
		}
		var hash = EventHash.of(doc, known);
		if (!doc.has("eventID")) {
			doc.put("eventID", hash);
		}
		var declared = doc.path("errorDeclaration").path("declarationTime");
		return new CanonicalEvent(doc, doc.path("eventID").asString(), hash,
				OffsetDateTime.parse(doc.path("eventTime").asString()).toInstant(),
				declared.isMissingNode() ? null : OffsetDateTime.parse(declared.asString()).toInstant());
	}

	List<Thing> things() {
		var things = new ArrayList<Thing>();
		single(things, "PARENT", "parentID");
		list(things, "EPC", "epcList", "quantityList");
		list(things, "CHILD", "childEPCs", "childQuantityList");
		list(things, "INPUT", "inputEPCList", "inputQuantityList");
		list(things, "OUTPUT", "outputEPCList", "outputQuantityList");
		return things;
	}

	List<Reference> references() {
		var found = new ArrayList<Reference>();
		doc.path("bizTransactionList")
			.forEach(it -> found.add(new Reference("TRANSACTION", full(it, Vocabulary.TRANSACTION),
					it.path("bizTransaction").asString())));
		doc.path("sourceList")
			.forEach(
					it -> found.add(new Reference("SOURCE", full(it, Vocabulary.PARTY), it.path("source").asString())));
		doc.path("destinationList")
			.forEach(it -> found
				.add(new Reference("DESTINATION", full(it, Vocabulary.PARTY), it.path("destination").asString())));
		doc.path("errorDeclaration")
			.path("correctiveEventIDs")
			.forEach(it -> found.add(new Reference("CORRECTIVE", "", it.asString())));
		return found;
	}

	@Nullable String text(String name) {
		return doc.path(name).asString(null);
	}

	@Nullable String full(String name, Vocabulary words) {
		var written = text(name);
		return (written != null) ? words.address(written).orElse(written) : null;
	}

	@Nullable String place(String name) {
		return doc.path(name).path("id").asString(null);
	}

	private static String full(JsonNode pair, Vocabulary words) {
		var type = pair.path("type").asString("");
		return words.address(type).orElse(type);
	}

	private void single(List<Thing> things, String role, String name) {
		var epc = text(name);
		if (epc != null) {
			things.add(new Thing(role, false, epc, null, null));
		}
	}

	private void list(List<Thing> things, String role, String epcs, String quantities) {
		doc.path(epcs).forEach(it -> things.add(new Thing(role, false, it.asString(), null, null)));
		doc.path(quantities)
			.forEach(it -> things.add(new Thing(role, true, it.path("epcClass").asString(),
					it.has("quantity") ? it.path("quantity").decimalValue() : null, it.path("uom").asString(null))));
	}

	private static ArrayNode identifiers(JsonNode list, Identifiers known) {
		var canonical = JsonNodeFactory.instance.arrayNode();
		list.forEach(it -> canonical.add(known.canonical(it.asString())));
		return canonical;
	}

	private static void identifier(ObjectNode node, String name, Identifiers known) {
		if (node.path(name).isString()) {
			node.put(name, known.canonical(node.path(name).asString()));
		}
	}

	private static void word(ObjectNode node, String name, Vocabulary words) {
		if (node.path(name).isString()) {
			node.put(name, words.bare(node.path(name).asString()));
		}
	}

	private static void pairs(JsonNode list, String value, Vocabulary words, Identifiers known) {
		for (var pair : list) {
			identifier((ObjectNode) pair, value, known);
			word((ObjectNode) pair, "type", words);
		}
	}

	private static JsonNode both(JsonNode outer, JsonNode inner) {
		var all = JsonNodeFactory.instance.arrayNode();
		all.addAll(flat(outer));
		all.addAll(flat(inner));
		return all;
	}

	private static ArrayNode flat(JsonNode context) {
		var all = JsonNodeFactory.instance.arrayNode();
		if (context.isArray()) {
			context.forEach(all::add);
		}
		else if (!context.isMissingNode()) {
			all.add(context);
		}
		return all;
	}

	/**
	 * Prefixes that the document declares itself; addresses of contexts are not followed.
	 */
	private static ObjectNode prefixes(JsonNode context) {
		var found = JsonNodeFactory.instance.objectNode();
		for (var part : flat(context)) {
			if (part.isObject()) {
				part.properties().forEach(it -> {
					if (it.getValue().isString()) {
						found.set(it.getKey(), it.getValue());
					}
				});
			}
		}
		return found;
	}

}
