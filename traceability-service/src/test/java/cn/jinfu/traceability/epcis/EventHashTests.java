package cn.jinfu.traceability.epcis;

import java.io.IOException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of CBV 2.0 for the fingerprint of an event, held to published strings and
 * hashes.
 */
class EventHashTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	static Stream<JsonNode> vectors() throws IOException {
		try (var in = new ClassPathResource("traceability/event-hashes.json").getInputStream()) {
			return JSON.readTree(in).valueStream().toList().stream();
		}
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void theStringBeforeTheHashIsThePublishedOne(JsonNode vector) {
		var event = (ObjectNode) vector.path("event").deepCopy();
		event.set("@context", vector.path("context"));
		assertThat(EventRules.ofEvent(event, "")).isEmpty();
		assertThat(EventHash.preHash(event)).isEqualTo(vector.path("preHash").asString());
		if (vector.has("hash")) {
			assertThat(EventHash.of(event)).isEqualTo(vector.path("hash").asString());
		}
	}

	/** However it was written, the canonical event has the same fingerprint. */
	@ParameterizedTest
	@MethodSource("vectors")
	void theCanonicalEventHasTheSameHash(JsonNode vector) {
		var event = (ObjectNode) vector.path("event").deepCopy();
		var canonical = CanonicalEvent.of(event, vector.path("context"));
		event.set("@context", vector.path("context"));
		assertThat(canonical.hashId()).isEqualTo(EventHash.of(event));
		var again = CanonicalEvent.of(canonical.doc(), JSON.createObjectNode());
		assertThat(again.hashId()).isEqualTo(canonical.hashId());
		assertThat(again.doc()).isEqualTo(canonical.doc());
	}

	@ParameterizedTest
	@CsvSource({ "2020-03-04T11:00:30.9994+01:00,2020-03-04T10:00:30.999Z",
			"2020-03-04T11:00:30.9995+01:00,2020-03-04T10:00:31.000Z", "2020-03-04T11:00:30Z,2020-03-04T11:00:30.000Z",
			"2020-02-28T23:59:59.9999-01:00,2020-02-29T01:00:00.000Z" })
	void theFourthDecimalRoundsTheThird(String written, String canonical) {
		var event = minimal().put("eventTime", written);
		assertThat(EventHash.preHash(event)).contains("eventTime=" + canonical);
	}

	@Test
	void aDeclaredErrorAndAnOwnIdLeaveTheHashAsItWas() {
		var plain = EventHash.of(minimal());
		var event = minimal().put("eventID", "urn:uuid:1").put("recordTime", "2021-01-01T00:00:00Z");
		event.putObject("errorDeclaration").put("declarationTime", "2021-01-01T00:00:00Z");
		assertThat(EventHash.of(event)).isEqualTo(plain);
		assertThat(EventHash.of(minimal().put("bizStep", "shipping"))).isNotEqualTo(plain);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{'ilmd':{'lot':'A'}}|ilmd.lot",
			"{'action':'OBSERVE','ilmd':{'x:lot':'A'}}|ilmd ", "{'certificationInfo':{'x:a':'b'}}|certificationInfo",
			"{'certificationInfo':'no uri'}|certificationInfo", "{'action':'REMOVE'}|action",
			"{'eventTime':'2020-03-04T11:00:30'}|eventTime", "{'eventTimeZoneOffset':'+15:00'}|eventTimeZoneOffset",
			"{'eventTimeZoneOffset':null}|eventTimeZoneOffset", "{'type':'QuantityEvent'}|type",
			"{'unknown':1}|unknown", "{'bizStep':'walking'}|bizStep", "{'readPoint':'urn:x:y'}|readPoint",
			"{'readPoint':{'ID':'urn:x:y'}}|readPoint", "{'epcList':['not a uri']}|epcList", "{'epcList':[]}|epcList",
			"{'quantityList':[{'epcClass':'urn:a:b','quantity':'5'}]}|quantityList.quantity",
			"{'quantityList':[{'epcClass':'urn:a:b','quantity':5,'unit':'KGM'}]}|quantityList.unit",
			"{'quantityList':[{'epcClass':'urn:a:b','uom':'KGM'}]}|quantityList.quantity",
			"{'sourceList':[{'source':'urn:a:b'}]}|sourceList.type", "{'sensorElementList':[{}]}|sensorReport",
			"{'errorDeclaration':{'reason':'did_not_occur'}}|errorDeclaration.declarationTime",
			"{'type':'TransformationEvent'}|inputEPCList", "{'type':'AggregationEvent'}|parentID" })
	void whatTheStandardForbidsIsNamed(String change, String where) {
		var event = minimal();
		((ObjectNode) JSON.readTree(change.replace('\'', '"'))).properties()
			.forEach(it -> event.set(it.getKey(), it.getValue()));
		assertThat(EventRules.ofEvent(event, "")).anyMatch(it -> it.startsWith(where));
	}

	private static ObjectNode minimal() {
		var event = JSON.createObjectNode()
			.put("type", "ObjectEvent")
			.put("eventTime", "2020-03-04T11:00:30Z")
			.put("eventTimeZoneOffset", "+00:00")
			.put("action", "ADD");
		event.putArray("epcList").add("https://id.gs1.org/01/09521234543213/21/1");
		return event;
	}

}
