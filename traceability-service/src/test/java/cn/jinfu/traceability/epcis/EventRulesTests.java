package cn.jinfu.traceability.epcis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shapes that the text of EPCIS 2.0 allows and forbids, each a small change of a right
 * event, with the place where the fault must be named.
 */
class EventRulesTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final JsonNode CASES = read();

	private static JsonNode read() {
		try (var file = EventRulesTests.class.getResourceAsStream("/traceability/bad-events.json")) {
			return JSON.readTree(file.readAllBytes());
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	static Stream<Arguments> good() {
		return cases("good");
	}

	static Stream<Arguments> bad() {
		return cases("bad");
	}

	static Stream<Arguments> documents() {
		return cases("documents");
	}

	@Test
	void whatTheChangesStartFromIsRight() {
		CASES.path("bases").forEach(it -> assertThat(EventRules.ofEvent(it, "")).isEmpty());
		assertThat(EventRules.ofDocument(document())).isEmpty();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("good")
	void whatTheStandardAllowsIsTaken(String what, JsonNode given) {
		assertThat(EventRules.ofEvent(changed(base(given), given), "")).as(what).isEmpty();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("bad")
	void whatTheStandardForbidsIsNamedByItsPlace(String what, JsonNode given) {
		assertThat(EventRules.ofEvent(changed(base(given), given), "eventList[3].")).as(what)
			.anyMatch(it -> it.startsWith("eventList[3]." + given.path("fault").asString() + " "));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("documents")
	void aWrongFrameIsNamedByItsPlace(String what, JsonNode given) {
		assertThat(EventRules.ofDocument(changed(document(), given))).as(what)
			.anyMatch(it -> it.startsWith(given.path("fault").asString() + " "));
	}

	@Test
	void whatIsNoObjectAtAllIsRefused() {
		assertThat(EventRules.ofDocument(JSON.readTree("[]"))).isNotEmpty();
		assertThat(EventRules.ofEvent(JSON.readTree("\"ObjectEvent\""), "")).isNotEmpty();
		assertThat(EventRules.ofEvent(JSON.readTree("null"), "")).isNotEmpty();
	}

	private static Stream<Arguments> cases(String kind) {
		return CASES.path(kind).valueStream().map(it -> Arguments.of(it.path("what").asString(), it));
	}

	private static ObjectNode base(JsonNode given) {
		return (ObjectNode) CASES.path("bases").path(given.path("base").asString()).deepCopy();
	}

	private static ObjectNode document() {
		return (ObjectNode) JSON.readTree(
				"""
						{"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"], "type": "EPCISDocument",
						 "schemaVersion": "2.0", "creationDate": "2026-06-01T08:00:00Z", "epcisBody": {"eventList": []}}""");
	}

	private static ObjectNode changed(ObjectNode base, JsonNode given) {
		given.path("set").properties().forEach(it -> base.set(it.getKey(), it.getValue()));
		given.path("remove").forEach(it -> base.remove(it.asString()));
		return base;
	}

}
