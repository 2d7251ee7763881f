package cn.jinfu.traceability.epcis;

import java.time.Instant;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Events in the frame of a document. */
final class EventDocument {

	/** Named for others to read by; never loaded. */
	private static final String CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";

	private EventDocument() {
	}

	static ObjectNode ofAnswer(JsonMapper json, List<JsonNode> events) {
		var document = frame(json, "EPCISQueryDocument");
		var results = document.putObject("epcisBody").putObject("queryResults");
		results.put("queryName", "SimpleEventQuery");
		events.forEach(results.putObject("resultsBody").putArray("eventList")::add);
		return document;
	}

	/** As it can be captured elsewhere. */
	static ObjectNode ofExport(JsonMapper json, List<JsonNode> events) {
		var document = frame(json, "EPCISDocument");
		events.forEach(document.putObject("epcisBody").putArray("eventList")::add);
		return document;
	}

	static ArrayNode context(JsonMapper json, JsonNode event) {
		var context = json.createArrayNode().add(CONTEXT);
		if (event.has("@context")) {
			context.add(event.path("@context"));
		}
		return context;
	}

	private static ObjectNode frame(JsonMapper json, String type) {
		var document = json.createObjectNode();
		document.set("@context", json.createArrayNode().add(CONTEXT));
		return document.put("type", type).put("schemaVersion", "2.0").put("creationDate", Instant.now().toString());
	}

}
