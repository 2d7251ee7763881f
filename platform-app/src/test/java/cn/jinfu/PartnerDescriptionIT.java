package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;

/**
 * A client generated from {@code /v3/api-docs} brings a case to its end; a field that the
 * description does not name fails it.
 */
class PartnerDescriptionIT extends CaseOverHttp {

	private static final JsonMapper STRICT = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	@Value("${jinfu.data}")
	Path data;

	private BankClient bank;

	private JsonNode description;

	private Object client;

	@BeforeEach
	void generatesAClient() throws Exception {
		bank = new BankClient(data.resolve("demo/clients/bank-a.json"));
		BiFunction<String, @Nullable String, String> transport = this::call;
		BiFunction<String, Class<?>, Object> reader = (text, type) -> STRICT.readValue(text, type);
		Function<Object, String> writer = STRICT::writeValueAsString;
		description = STRICT.readTree(text(mvc.get().uri("/v3/api-docs").exchange()));
		client = GeneratedClient.compile(description)
			.getConstructor(BiFunction.class, BiFunction.class, Function.class)
			.newInstance(transport, reader, writer);
	}

	/** The signature is the transport's business, as it would be in any client. */
	private String call(String what, @Nullable String body) {
		try {
			var parts = what.split(" ", 2);
			var answer = parts[0].equals("GET") ? bank.get(parts[1]).send()
					: bank.post(parts[1], (body != null) ? body : "{}").signed().send();
			assertThat(answer.status()).as(what + " " + answer.text()).isLessThan(300);
			return answer.text();
		}
		catch (Exception failure) {
			throw new AssertionError(what, failure);
		}
	}

	@Test
	void theGeneratedClientBringsACaseToItsEnd() throws Exception {
		var no = dispatched();
		var today = LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();
		assertThat(tree(invoke("get", "/cases")).toString()).contains(no);
		assertThat(tree(invoke("get", "/events")).path("items").size()).isPositive();
		var file = tree(invoke("get", "/cases/{caseNo}", no));
		assertThat(file.path("rating").path("nature").asString()).isEqualTo("MEMBER_EVALUATION");
		assertThat(file.path("borrower").path("name").asString()).isNotEmpty();

		post("/cases/{caseNo}/receipt", "{\"bankCaseNo\":\"G-1\",\"branch\":\"b\",\"officer\":\"o\"}", no);
		post("/cases/{caseNo}/decisions",
				"""
						{"verdict":"APPROVE","amount":{"amount":"10000.00","currency":"CNY"},"termMonths":6,"rate":{"percent":3.85},
						 "repayMethod":"EQUAL_INSTALMENT","dueDay":20,"validTo":"%s","conditions":[]}"""
					.formatted(LocalDate.parse(today).plusDays(20)),
				no);
		post("/cases/{caseNo}/contracts",
				"""
						{"contractNo":"GC-%s","signedOn":"%s","principal":{"amount":"10000.00","currency":"CNY"},"ratePercent":3.85}"""
					.formatted(no, today),
				no);
		var booking = post("/loans", """
				{"caseNo":"%s","contractNo":"GC-%s","bankLoanNo":"GL-%s","bankTxnNo":"GD-%s","valueDate":"%s",
				 "amount":{"amount":"10000.00","currency":"CNY"}}""".formatted(no, no, no, no, today));
		assertThat(booking.path("state").asString()).isEqualTo("APPLIED");
		assertThat(tree(invoke("get", "/bookings/{bookingNo}", booking.path("bookingNo").asString())).path("bankTxnNo")
			.asString()).isEqualTo("GD-" + no);
		assertThat(tree(invoke("get", "/loans/{bankLoanNo}", "GL-" + no)).path("schedule").size()).isEqualTo(6);
		post("/loans/{bankLoanNo}/transactions",
				"""
						{"type":"REPAYMENT","bankTxnNo":"GR-%s","valueDate":"%s","amount":{"amount":"10000.00","currency":"CNY"},
						 "split":{"principal":{"amount":"10000.00","currency":"CNY"},"interest":{"amount":"0.00","currency":"CNY"},
						 "penalty":{"amount":"0.00","currency":"CNY"}}}"""
					.formatted(no, today),
				"GL-" + no);
		assertThat(one("select status from credit_application where no = ?", no)).isEqualTo("SETTLED");
		drafted = "";
		for (var path : new String[] { "/keys", "/message-keys", "/conformance", "/webhook-endpoints",
				"/webhook-deliveries" }) {
			assertThat(invoke("get", path)).as(path).isNotNull();
		}
	}

	/** What a bank's generated methods are called stays when endpoints come and go. */
	@Test
	void everyOperationHasAnIdOfItsOwnMadeOfItsAddress() {
		var ids = new ArrayList<String>();
		description.path("paths")
			.forEach(path -> path.forEach(operation -> ids.add(operation.path("operationId").asString())));
		assertThat(ids).hasSizeGreaterThan(500)
			.doesNotHaveDuplicates()
			.allMatch(it -> it.matches("(get|post|put|patch|delete)[A-Z][A-Za-z0-9]+"));
		var paths = description.path("paths");
		assertThat(paths.at("/~1api~1partner~1v1~1cases/get/operationId").asString()).isEqualTo("getCases");
		assertThat(paths.at("/~1api~1partner~1v1~1cases~1{caseNo}~1decisions/post/operationId").asString())
			.isEqualTo("postCasesByCaseNoDecisions");
		assertThat(paths.at("/~1api~1partner~1v1~1facilities~1{facilityId}~1usage-check/post/operationId").asString())
			.isEqualTo("postFacilitiesByFacilityIdUsageCheck");
		assertThat(paths.at("/~1api~1v1~1facilities~1{id}/get/operationId").asString())
			.isEqualTo("getV1FacilitiesById");
	}

	/** The body as the generated record of this call; what has no field there is lost. */
	private JsonNode post(String path, String body, String... variables) throws Exception {
		var method = method("post", path);
		var type = method.getParameterTypes()[method.getParameterCount() - 1];
		var typed = STRICT.readValue(body, type);
		var arguments = Arrays.copyOf((Object[]) variables, variables.length + 1, Object[].class);
		arguments[variables.length] = typed;
		return tree(method.invoke(client, arguments));
	}

	private Object invoke(String verb, String path, String... variables) throws Exception {
		var method = method(verb, path);
		return method.invoke(client, Arrays.copyOf((Object[]) variables, method.getParameterCount(), Object[].class));
	}

	private Method method(String verb, String path) {
		var name = description.path("paths").path("/api/partner/v1" + path).path(verb).path("operationId").asString();
		return Arrays.stream(client.getClass().getMethods())
			.filter(it -> it.getName().equals(name))
			.findFirst()
			.orElseThrow(() -> new AssertionError("the description has no " + name));
	}

	private static JsonNode tree(Object answer) {
		return STRICT.valueToTree(answer);
	}

}
