package cn.jinfu.traceability.epcis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.traceability.epcis.EpcisFault.Kind;
import jakarta.servlet.http.HttpServletRequest;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** The REST binding of EPCIS 2.0, as far as docs/rules/epcis.md lists it; JSON only. */
@RestController
@RequestMapping("/epcis/v2")
@RequiredArgsConstructor
class EpcisApi {

	private static final MediaType LINKED = MediaType.parseMediaType("application/ld+json");

	private static final Duration TOKEN_LASTS = Duration.ofDays(1);

	private static final int JOBS = 30;

	private static final int MOST_JOBS = 100;

	private static final String QUERY = "hasAuthority('epcis.query')";

	private final CaptureCommands capture;

	private final EventQueries queries;

	private final JsonMapper json;

	@PostMapping("/capture")
	@PreAuthorize(CaptureCommands.CAPTURE)
	ResponseEntity<Void> capture(
			@RequestHeader(name = "GS1-Capture-Error-Behaviour", required = false) @Nullable String behaviour,
			HttpServletRequest request) throws IOException {
		var how = CaptureCommands.Behaviour.of(behaviour);
		var id = capture.capture(body(request), how);
		return ResponseEntity.status(HttpStatus.ACCEPTED)
			.headers(versions())
			.header("GS1-Capture-Error-Behaviour", how.word())
			.header(HttpHeaders.LOCATION, request.getContextPath() + "/epcis/v2/capture/" + id)
			.build();
	}

	@GetMapping("/capture")
	ResponseEntity<List<CaptureCommands.Job>> jobs(@RequestParam(required = false) @Nullable String nextPageToken,
			@RequestParam(required = false) @Nullable Integer perPage, HttpServletRequest request) {
		if (perPage != null && perPage < 1) {
			throw new EpcisFault(Kind.QUERY_PARAMETER, "perPage must be at least 1");
		}
		var page = capture.jobs(nextPageToken, Math.min((perPage != null) ? perPage : JOBS, MOST_JOBS));
		return ResponseEntity.ok().headers(versions()).headers(next(request, page.next())).body(page.jobs());
	}

	@GetMapping("/capture/{id}")
	ResponseEntity<CaptureCommands.Job> job(@PathVariable UUID id) {
		return ResponseEntity.ok()
			.headers(versions())
			.body(capture.find(id).orElseThrow(() -> new EpcisFault(Kind.NO_SUCH_RESOURCE, "no capture job " + id)));
	}

	@PostMapping("/events")
	@PreAuthorize(CaptureCommands.CAPTURE)
	ResponseEntity<Void> event(HttpServletRequest request) throws IOException {
		var id = capture.captureOne(body(request));
		return ResponseEntity.status(HttpStatus.CREATED)
			.headers(versions())
			.header(HttpHeaders.LOCATION, request.getContextPath()
					+ UriComponentsBuilder.fromPath("/epcis/v2/events/{id}").encode().buildAndExpand(id).toUriString())
			.build();
	}

	@GetMapping("/events")
	@PreAuthorize(QUERY)
	ResponseEntity<JsonNode> events(@RequestParam MultiValueMap<String, String> asked, HttpServletRequest request) {
		return answer(EventQueries.Within.ALL, "", asked, request);
	}

	@GetMapping("/events/{id}")
	@PreAuthorize(QUERY)
	ResponseEntity<JsonNode> one(@PathVariable String id) {
		var found = EventRules.isUri(id) ? queries.events(Map.of("EQ_eventID", List.of(id))).events()
				: List.<JsonNode>of();
		if (found.isEmpty()) {
			throw new EpcisFault(Kind.NO_SUCH_RESOURCE, "no event " + id);
		}
		var event = (ObjectNode) found.getLast();
		event.set("@context", EventDocument.context(json, event));
		return ResponseEntity.ok().headers(versions()).body(event);
	}

	@GetMapping("/epcs/{epc}/events")
	@PreAuthorize(QUERY)
	ResponseEntity<JsonNode> ofEpc(@PathVariable String epc, @RequestParam MultiValueMap<String, String> asked,
			HttpServletRequest request) {
		return answer(EventQueries.Within.EPCS, epc, asked, request);
	}

	@GetMapping("/bizSteps/{step}/events")
	@PreAuthorize(QUERY)
	ResponseEntity<JsonNode> ofStep(@PathVariable String step, @RequestParam MultiValueMap<String, String> asked,
			HttpServletRequest request) {
		return answer(EventQueries.Within.BIZ_STEPS, step, asked, request);
	}

	@RequestMapping(path = { "/capture", "/events" }, method = RequestMethod.OPTIONS)
	ResponseEntity<Void> options() {
		return ResponseEntity.noContent()
			.headers(versions())
			.header(HttpHeaders.ALLOW, "GET, POST, OPTIONS")
			.header("GS1-EPCIS-Capture-Limit", String.valueOf(CaptureCommands.MOST_EVENTS))
			.header("GS1-EPCIS-Capture-File-Size-Limit", String.valueOf(CaptureCommands.MOST_BYTES))
			.header("GS1-EPC-Format", "Always_GS1_Digital_Link")
			.header("GS1-Capture-Error-Behaviour", "rollback")
			.build();
	}

	/** Who asks for another version, or for identifiers written otherwise, is told so. */
	@ModelAttribute
	void requireSpoken(@RequestHeader(name = "GS1-EPCIS-Version", required = false) @Nullable String version,
			@RequestHeader(name = "GS1-EPCIS-Min", required = false) @Nullable String least,
			@RequestHeader(name = "GS1-EPCIS-Max", required = false) @Nullable String most,
			@RequestHeader(name = "GS1-EPC-Format", required = false) @Nullable String format) {
		if ((version != null && !version.strip().matches("2\\.0(\\.\\d+)?"))
				|| (least != null && !least.strip().matches("1\\..*|2\\.0(\\.0)?"))
				|| (most != null && most.strip().matches("[01]\\..*"))) {
			throw new EpcisFault(Kind.NOT_ACCEPTABLE, "only EPCIS 2.0.0 is spoken here");
		}
		if (format != null && !List.of("No_Preference", "Always_GS1_Digital_Link").contains(format.strip())) {
			throw new EpcisFault(Kind.NOT_ACCEPTABLE, "identifiers are always written as GS1 Digital Links");
		}
	}

	private ResponseEntity<JsonNode> answer(EventQueries.Within within, String value,
			MultiValueMap<String, String> asked, HttpServletRequest request) {
		var page = queries.events(within, value, new LinkedHashMap<>(asked));
		return ResponseEntity.ok()
			.headers(versions())
			.headers(next(request, page.next()))
			.body(EventDocument.ofAnswer(json, page.events()));
	}

	private JsonNode body(HttpServletRequest request) throws IOException {
		if (!isJson(request.getContentType())) {
			throw new EpcisFault(Kind.UNSUPPORTED_MEDIA, "application/json or application/ld+json");
		}
		var bytes = request.getInputStream().readNBytes(CaptureCommands.MOST_BYTES + 1);
		if (bytes.length > CaptureCommands.MOST_BYTES) {
			throw new EpcisFault(Kind.CAPTURE_LIMIT, "more than " + CaptureCommands.MOST_BYTES + " bytes");
		}
		try {
			return json.readTree(new String(bytes, StandardCharsets.UTF_8));
		}
		catch (JacksonException broken) {
			throw new EpcisFault(Kind.VALIDATION, "no JSON: " + broken.getOriginalMessage());
		}
	}

	private static boolean isJson(@Nullable String type) {
		if (type == null) {
			return true;
		}
		try {
			var media = MediaType.parseMediaType(type);
			return LINKED.isCompatibleWith(media) || MediaType.APPLICATION_JSON.isCompatibleWith(media);
		}
		catch (InvalidMediaTypeException garbled) {
			return false;
		}
	}

	private static HttpHeaders versions() {
		var headers = new HttpHeaders();
		headers.set("GS1-EPCIS-Version", "2.0.0");
		headers.set("GS1-CBV-Version", "2.0.0");
		headers.set("GS1-Extensions", "");
		return headers;
	}

	static HttpHeaders next(HttpServletRequest request, @Nullable String token) {
		var headers = new HttpHeaders();
		if (token != null) {
			var query = (request.getQueryString() != null) ? request.getQueryString() : "";
			var address = UriComponentsBuilder.fromPath(request.getRequestURI())
				.query(query)
				.replaceQueryParam("nextPageToken", token)
				.build()
				.toUriString();
			headers.set(HttpHeaders.LINK, "<" + address + ">; rel=\"next\"");
			headers.set("GS1-Next-Page-Token-Expires", Instant.now().plus(TOKEN_LASTS).toString());
		}
		return headers;
	}

}
