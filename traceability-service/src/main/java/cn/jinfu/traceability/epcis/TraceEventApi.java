package cn.jinfu.traceability.epcis;

import java.util.LinkedHashMap;

import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.servlet.http.HttpServletRequest;
import lombok.RequiredArgsConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the platform itself did, as a document that can be captured elsewhere. */
@RestController
@RequestMapping("/api/v1/trace-events")
@RequiredArgsConstructor
class TraceEventApi {

	private final EventQueries queries;

	private final JsonMapper json;

	@GetMapping
	@PreAuthorize("hasAuthority('trace:event:view')")
	ResponseEntity<JsonNode> export(@RequestParam MultiValueMap<String, String> asked, HttpServletRequest request) {
		try {
			var page = queries.events(new LinkedHashMap<>(asked));
			return ResponseEntity.ok()
				.headers(EpcisApi.next(request, page.next()))
				.body(EventDocument.ofExport(json, page.events()));
		}
		catch (EpcisFault fault) {
			throw new RuleBroken("trace.event.query", fault.detail());
		}
	}

}
