package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import org.springframework.beans.factory.annotation.Value;

/**
 * What the description says of a field is what the server takes: whatever it allows is no
 * bad input, and each step beyond is refused with the name of the field.
 */
@DisplayName("R32: lengths, characters and formats")
class PartnerFieldsIT extends OverHttp {

	private static final String BASE = "/api/partner/v1";

	private static final String NOBODY = "00000000-0000-7000-8000-000000000000";

	private static final List<String> WORDS = List.of("50000.00", "CNY", "https://bank.example/hooks", "case.settled",
			"A-1");

	private static final List<String> ODD = List.of("\u0001", "a b\u0007", "\u00e9\u94f6", "A 1", "%");

	@Value("${jinfu.data}")
	Path data;

	private BankClient bank;

	private JsonNode api;

	@BeforeEach
	void theDescription() throws Exception {
		bank = new BankClient(data.resolve("demo/clients/bank-b-test.json"));
		api = json.readTree(text(mvc.get().uri("/v3/api-docs").exchange()));
	}

	@AfterEach
	void theDateIsTheRealOneAgain() throws Exception {
		bank.post("/sandbox/clock", "{\"days\":0}").signed().send();
	}

	private record Door(String path, JsonNode schema) {
	}

	/** Everything that a bank can send. */
	private List<Door> doors() {
		var doors = new ArrayList<Door>();
		api.path("paths").properties().forEach(it -> {
			var body = it.getValue().path("post").path("requestBody").path("content").path("application/json");
			if (it.getKey().startsWith(BASE) && !body.isMissingNode()) {
				doors.add(new Door(it.getKey().substring(BASE.length()), body.path("schema")));
			}
		});
		assertThat(doors).hasSizeGreaterThan(9);
		return doors;
	}

	@Test
	void everyTextHasALengthAListOfCodesOrAFormat() {
		var open = new ArrayList<String>();
		api.path("paths").properties().forEach(it -> {
			if (it.getKey().startsWith(BASE)) {
				it.getValue().forEach(operation -> {
					operation.path("parameters")
						.forEach(p -> bounded(p.path("schema"), p.path("name").asString(), open));
					operation.findValues("schema").forEach(schema -> bounded(schema, it.getKey(), open));
				});
			}
		});
		assertThat(open).isEmpty();
	}

	@Test
	void everyTextThatABankSendsHasItsCharacters() {
		var open = new ArrayList<String>();
		doors().forEach(door -> leaves(door.schema(), "", (field, schema) -> {
			if (kind(schema).equals("string") && !schema.has("enum") && !schema.has("format")
					&& !schema.has("pattern")) {
				open.add(door.path() + field);
			}
		}));
		assertThat(open).isEmpty();
	}

	@Test
	void whatTheDescriptionAllowsIsNoBadInput() throws Exception {
		var wrong = new ArrayList<String>();
		for (var door : doors()) {
			for (var longest : List.of(false, true)) {
				var answer = send(door, sample(door.schema(), longest));
				if (answer.status() == 400 || answer.status() >= 500) {
					wrong.add(door.path() + " " + answer.text());
				}
			}
		}
		assertThat(wrong).isEmpty();
	}

	@Test
	void whatGoesBeyondIsRefusedWithItsField() throws Exception {
		var wrong = new ArrayList<String>();
		var tried = 0;
		for (var door : doors()) {
			var beyond = new ArrayList<Beyond>();
			leaves(door.schema(), "", (field, schema) -> beyond(field, schema).forEach(beyond::add));
			required(door.schema(), "").forEach(field -> beyond.add(new Beyond(field, null)));
			for (var it : beyond) {
				tried++;
				var body = sample(door.schema(), false);
				put(body, it.field(), it.value());
				var answer = send(door, body);
				var told = answer.json().path("errors").valueStream().map(e -> e.path("field").asString()).toList();
				if (!answer.problem().equals("validation_failed")
						|| told.stream().noneMatch(field -> !field.isEmpty() && it.field().startsWith(field))) {
					wrong.add(door.path() + it.field() + " " + it.value() + " -> " + answer.text());
				}
			}
		}
		assertThat(tried).isGreaterThan(80);
		assertThat(wrong).isEmpty();
	}

	@Test
	void parametersAreBoundedToo() throws Exception {
		for (var query : List.of("status=NONE", "since=yesterday", "after=" + "A".repeat(501), "after=bm9uZR8x",
				"limit=many")) {
			var answer = bank.get("/cases?" + query).send();
			assertThat(answer.status()).as(query + " " + answer.text()).isIn(400, 422);
			assertThat(answer.json().path("errors").path(0).path("field").asString()).as(query)
				.endsWith(query.substring(0, query.indexOf('=')));
		}
		assertThat(bank.get("/cases/" + "A".repeat(21)).send().problem()).isEqualTo("not_found");
		assertThat(bank.get("/loans/L%20NONE").send().problem()).isEqualTo("not_found");
		assertThat(bank.get("/webhook-endpoints/none").send().status()).isBetween(400, 404);
	}

	/**
	 * @param value null: it is left out
	 */
	private record Beyond(String field, @Nullable JsonNode value) {
	}

	private interface EachLeaf {

		void take(String field, JsonNode schema);

	}

	private void leaves(JsonNode unresolved, String at, EachLeaf each) {
		var schema = of(unresolved);
		if (schema.has("properties")) {
			schema.path("properties").properties().forEach(it -> leaves(it.getValue(), at + "/" + it.getKey(), each));
			return;
		}
		each.take(at, schema);
		if (schema.has("items")) {
			leaves(schema.path("items"), at + "/0", each);
		}
	}

	private List<String> required(JsonNode unresolved, String at) {
		var schema = of(unresolved);
		var own = schema.path("required").valueStream().map(it -> at + "/" + it.asString());
		var inner = schema.path("properties")
			.properties()
			.stream()
			.flatMap(it -> required(it.getValue(), at + "/" + it.getKey()).stream());
		return Stream.concat(own, inner).toList();
	}

	/** Each way to leave what the description allows. */
	private List<Beyond> beyond(String field, JsonNode schema) {
		var all = new ArrayList<Beyond>();
		if (schema.has("enum")) {
			all.add(new Beyond(field, StringNode.valueOf("NO_SUCH_CODE")));
		}
		if (schema.path("format").asString("").startsWith("date")) {
			all.add(new Beyond(field, StringNode.valueOf("2026-02-30")));
		}
		if (schema.has("maxLength")) {
			all.add(new Beyond(field, StringNode.valueOf(fitting(schema, schema.path("maxLength").asInt() + 1))));
		}
		if (schema.has("pattern")) {
			var odd = ODD.stream().filter(it -> !it.matches(schema.path("pattern").asString())).findFirst();
			all.add(new Beyond(field, StringNode.valueOf(odd.orElseThrow())));
		}
		if (schema.has("maximum")) {
			all.add(new Beyond(field, json.valueToTree(schema.path("maximum").asInt() + 1)));
			all.add(new Beyond(field, json.valueToTree(schema.path("minimum").asInt() - 1)));
			all.add(new Beyond(field, StringNode.valueOf("NaN")));
			all.add(new Beyond(field, StringNode.valueOf("\u0661\u0662x")));
		}
		if (schema.has("maxItems")) {
			var list = json.createArrayNode();
			for (int n = 0; n <= schema.path("maxItems").asInt(); n++) {
				list.add(sample(schema.path("items"), false));
			}
			all.add(new Beyond(field, list));
		}
		return all;
	}

	private static void put(JsonNode body, String field, @Nullable JsonNode value) {
		var place = field.lastIndexOf('/');
		var owner = body.at(field.substring(0, place));
		var name = field.substring(place + 1);
		if (owner instanceof ArrayNode list) {
			list.set(Integer.parseInt(name), Objects.requireNonNull(value));
		}
		else if (owner instanceof ObjectNode object) {
			if (value == null) {
				object.remove(name);
			}
			else {
				object.set(name, value);
			}
		}
	}

	private JsonNode sample(JsonNode unresolved, boolean longest) {
		var schema = of(unresolved);
		if (schema.has("properties")) {
			var object = json.createObjectNode();
			schema.path("properties")
				.properties()
				.forEach(it -> object.set(it.getKey(), sample(it.getValue(), longest)));
			return object;
		}
		if (schema.has("items")) {
			var list = json.createArrayNode();
			for (int n = 0; n < (longest ? schema.path("maxItems").asInt(1) : 1); n++) {
				list.add(sample(schema.path("items"), longest));
			}
			return list;
		}
		if (schema.has("enum")) {
			return schema.path("enum").get(longest ? schema.path("enum").size() - 1 : 0);
		}
		return switch (kind(schema)) {
			case "integer", "number" ->
				json.valueToTree(schema.path(longest ? "maximum" : "minimum").asInt(longest ? 100 : 1));
			case "boolean" -> json.valueToTree(longest);
			default -> StringNode.valueOf(switch (schema.path("format").asString("")) {
				case "date" -> "2026-12-01";
				case "date-time" -> "2026-12-01T08:00:00Z";
				case "uuid" -> NOBODY;
				default -> longest ? fitting(schema, schema.path("maxLength").asInt()) : word(schema);
			});
		};
	}

	private static String word(JsonNode schema) {
		var pattern = schema.path("pattern").asString(".*");
		return WORDS.stream()
			.filter(it -> it.matches(pattern) && it.length() >= schema.path("minLength").asInt(0)
					&& it.length() <= schema.path("maxLength").asInt(1000))
			.findFirst()
			.orElseThrow(() -> new AssertionError(schema.toString()));
	}

	/** Of that length; as near as its characters allow. */
	private static String fitting(JsonNode schema, int length) {
		var pattern = schema.path("pattern").asString(".*");
		return Stream.of("A".repeat(length), "a".repeat(length), "1".repeat(length))
			.filter(it -> it.matches(pattern) || schema.path("maxLength").asInt() < length)
			.findFirst()
			.orElseGet(() -> word(schema));
	}

	private void bounded(JsonNode unresolved, String at, List<String> open) {
		leaves(unresolved, at, (field, schema) -> {
			if (kind(schema).equals("string") && !schema.has("maxLength") && !schema.has("enum")
					&& !schema.has("format")) {
				open.add(field);
			}
		});
	}

	private JsonNode of(JsonNode schema) {
		var ref = schema.path("$ref").asString("");
		return ref.isEmpty() ? schema
				: api.path("components").path("schemas").path(ref.substring(ref.lastIndexOf('/') + 1));
	}

	private static String kind(JsonNode schema) {
		var type = schema.path("type");
		return type.isArray()
				? type.valueStream().map(JsonNode::asString).filter(it -> !it.equals("null")).findFirst().orElse("")
				: type.asString("");
	}

	private BankClient.Answer send(Door door, JsonNode body) throws Exception {
		return bank.post(door.path().replace("{id}", NOBODY).replaceAll("\\{[^}]+}", "RZ-NONE"), body.toString())
			.signed()
			.send();
	}

}
