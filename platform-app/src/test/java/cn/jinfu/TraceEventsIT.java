package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The demo's year as events: on the console, and captured again by somebody empty. */
class TraceEventsIT extends OverHttp {

	/** A federation that has nothing. */
	private static final String EMPTY = "339999";

	private static final Set<String> SCOPES = Set.of("epcis.capture", "epcis.query");

	@LocalServerPort
	int port;

	@Value("${jinfu.data}")
	Path data;

	@Test
	void theDemosYearCapturedByAnEmptyTenantIsTheSame() {
		transaction.executeWithoutResult(_ -> sql
			.sql("""
					insert into platform_tenant (code, name, division, demo) values (?, '空平台', '330482', true) on conflict do nothing""")
			.param(EMPTY)
			.update());
		var copy = machine(EMPTY, "copy-" + Ids.next());
		var told = exported();
		assertThat(told.stream().map(it -> it.path("bizStep").asString()).distinct()).contains("commissioning",
				"sampling", "inspecting", "accepting", "repackaging", "shipping");
		var document = json.createObjectNode()
			.put("type", "EPCISDocument")
			.put("schemaVersion", "2.0")
			.put("creationDate", "2026-01-01T00:00:00Z");
		document.putArray("@context").add("https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld");
		for (int i = 0; i < told.size(); i += 2_000) {
			var list = document.putObject("epcisBody").putArray("eventList");
			told.subList(i, Math.min(i + 2_000, told.size())).forEach(list::add);
			var answer = ask(copy, HttpMethod.POST, "/epcis/v2/capture", document.toString());
			assertThat(answer).hasStatus(HttpStatus.ACCEPTED);
			var job = answer.getResponse().getHeader("Location");
			assertThat(json.readTree(text(ask(copy, HttpMethod.GET, Objects.requireNonNull(job), ""))).path("errors"))
				.isEmpty();
		}
		assertThat(byId(captured(copy))).isEqualTo(byId(told));
	}

	@Test
	void whoMaySeesEachEventOfALotAndWhatPartnersSent() {
		var officer = staff("brand.officer");
		var list = page(officer, "/console/trace-events");
		assertThat(list).contains("/console/trace-events/", "采收建批");
		assertThat(page(officer, "/console/trace-events?owner=epcis-demo&type=TransformationEvent"))
			.contains("urn:epcis-demo:lot:J-0001");
		assertThat(page(officer, "/console/trace-events?q=nothing-of-the-kind")).doesNotContain("main-cell");
		var partner = one(
				"select max(id)::text from trace_event where owner = ? and event_type = 'TransformationEvent'",
				"epcis-demo");
		assertThat(page(officer, "/console/trace-events/" + partner)).contains("J-0001", "/console/lots/",
				"inputQuantityList");
		assertThat(page(officer, "/console/capture-jobs")).contains("跳过错的");
		var job = one("select max(id::text) from trace_capture_job where owner = ? and not success", "epcis-demo");
		assertThat(page(officer, "/console/capture-jobs/" + job)).contains("eventList[1].bizStep");
		var lot = one("select max(id::text) from trace_lot where kind = ?", "HARVEST");
		assertThat(page(officer, "/console/lots/" + lot)).contains("/console/trace-events?q=");
		assertThat(ask(officer, HttpMethod.GET, "/console/trace-events/0", "")).hasStatus(HttpStatus.NOT_FOUND);
		assertThat(ask(staff("production.officer"), HttpMethod.GET, "/console/trace-events", ""))
			.hasStatus(HttpStatus.FORBIDDEN);
	}

	/** Let in still escaped by the server itself; who he is, is asked afterwards. */
	@ParameterizedTest
	@ValueSource(strings = { "/epcis/v2/epcs/https%3A%2F%2Fid.gs1.org%2F01%2F09521234543213%2F21%2F1/events",
			"/epcis/v2/events/ni%3A%2F%2F%2Fsha-256%3B00%3Fver%3DCBV2.0",
			"/epcis/v2/bizSteps/https%3A%2F%2Fref.gs1.org%2Fcbv%2FBizStep-shipping/events" })
	void identifiersAreEscapedInThePathsOfTheStandard(String path) throws IOException, InterruptedException {
		assertThat(status(path)).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/public/codes/https%3A%2F%2Fid.gs1.org", "/console%2Flots", "/epcis%2Fv2/events",
			"/t/a%2Fb/c" })
	void elsewhereAnEscapedSlashIsRefused(String path) throws IOException, InterruptedException {
		assertThat(status(path)).isEqualTo(400);
	}

	/** Only the server itself decodes; a test that builds requests never gets there. */
	@ParameterizedTest
	@ValueSource(strings = { "/events?MATCH_epc=%ff", "/events?MATCH_epc=%zz", "/events?MATCH_epc=%", "/events?%ff=1",
			"/events?MATCH_epc=urn:x:y:z&EQ_bizStep=%c3%28", "/capture?perPage=%ff", "/capture?nextPageToken=%e0%80" })
	void whatCannotBeDecodedIsARefusalOfTheStandard(String query) throws Exception {
		var answer = raw(query, new BankClient(data.resolve("demo/clients/epcis-demo.json")).tokenFor(""));
		assertThat(answer).startsWith("HTTP/1.1 400 ").contains("Content-Type: application/problem+json");
		assertThat(answer).contains("\"type\":\"epcisException:QueryParameterException\"");
	}

	@Test
	void whoDoesNotSayWhoHeIsIsRefusedInTheStandardsShape() throws IOException {
		for (var token : List.of("", "none")) {
			assertThat(raw("/events", token)).startsWith("HTTP/1.1 401 ")
				.contains("Content-Type: application/problem+json")
				.contains("\"type\":\"epcisException:SecurityException\"");
		}
	}

	/** As it is written, which no client of Java sends. */
	private String raw(String path, String token) throws IOException {
		try (var line = new Socket("localhost", port)) {
			var bearer = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
			var request = "GET /epcis/v2%s HTTP/1.1\r\nHost: localhost\r\n%sConnection: close\r\n\r\n";
			line.getOutputStream().write(request.formatted(path, bearer).getBytes(StandardCharsets.US_ASCII));
			return new String(line.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void anEscapedIdentifierFindsItsEvents() {
		var client = machine("330482", "escaped-" + Ids.next());
		var epc = "https://id.gs1.org/01/09521234543213/21/7";
		var event = """
				{"type": "ObjectEvent", "eventTime": "2026-01-01T00:00:00Z", "eventTimeZoneOffset": "+08:00", "action": "OBSERVE",
				 "bizStep": "storing", "epcList": ["%s"]}"""
			.formatted(epc);
		var stored = ask(client, HttpMethod.POST, "/epcis/v2/events", event);
		assertThat(stored).hasStatus(HttpStatus.CREATED);
		assertThat(list(ask(client, HttpMethod.GET, "/epcis/v2/epcs/" + escaped(epc) + "/events", ""))).hasSize(1);
		assertThat(ask(client, HttpMethod.GET, Objects.requireNonNull(stored.getResponse().getHeader("Location")), ""))
			.hasStatusOk();
		assertThat(
				list(ask(machine("330482", "other"), HttpMethod.GET, "/epcis/v2/epcs/" + escaped(epc) + "/events", "")))
			.isEmpty();
	}

	private int status(String path) throws IOException, InterruptedException {
		try (var http = HttpClient.newHttpClient()) {
			return http
				.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
						HttpResponse.BodyHandlers.discarding())
				.statusCode();
		}
	}

	private List<JsonNode> exported() {
		var officer = staff("brand.officer");
		var events = new ArrayList<JsonNode>();
		var next = "/api/v1/trace-events?perPage=1000&orderDirection=ASC";
		while (next != null) {
			var answer = ask(officer, HttpMethod.GET, next, "");
			assertThat(answer).hasStatusOk();
			json.readTree(text(answer)).path("epcisBody").path("eventList").forEach(events::add);
			next = next(answer);
		}
		return events;
	}

	private List<JsonNode> captured(Actor client) {
		var events = new ArrayList<JsonNode>();
		var next = "/epcis/v2/events?perPage=1000&orderDirection=ASC";
		while (next != null) {
			var answer = ask(client, HttpMethod.GET, next, "");
			events.addAll(list(answer));
			next = next(answer);
		}
		return events;
	}

	private static @Nullable String next(MvcTestResult answer) {
		var link = answer.getResponse().getHeader("Link");
		return (link != null) ? link.substring(1, link.indexOf('>')) : null;
	}

	private List<JsonNode> list(MvcTestResult answer) {
		assertThat(answer).hasStatusOk();
		return json.readTree(text(answer))
			.path("epcisBody")
			.path("queryResults")
			.path("resultsBody")
			.path("eventList")
			.valueStream()
			.toList();
	}

	/** An event and the declaration that it was wrong bear the same id. */
	private static TreeMap<String, JsonNode> byId(List<JsonNode> events) {
		var all = new TreeMap<String, JsonNode>();
		for (var event : events) {
			var copy = (ObjectNode) event.deepCopy();
			copy.remove("recordTime");
			var key = event.path("eventID").asString()
					+ event.path("errorDeclaration").path("declarationTime").asString("");
			assertThat(all.put(key, copy)).as(key).isNull();
		}
		return all;
	}

	private String page(Actor actor, String path) {
		var answer = ask(actor, HttpMethod.GET, path, "");
		assertThat(answer).as(path).hasStatusOk();
		return text(answer);
	}

	private MvcTestResult ask(Actor actor, HttpMethod method, String path, String body) {
		return mvc.method(method)
			.uri(URI.create(path))
			.with(authentication(actor.authentication()))
			.contentType(MediaType.APPLICATION_JSON)
			.content(body)
			.exchange();
	}

	private static Actor machine(String tenant, String login) {
		return new Actor(Actor.Kind.MACHINE, Ids.next(), Ids.next(), login, login, tenant, Scope.NONE, SCOPES);
	}

	private static String escaped(String identifier) {
		return URLEncoder.encode(identifier, StandardCharsets.UTF_8);
	}

}
