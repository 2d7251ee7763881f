package cn.jinfu.member.counter;

import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.member.Typed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Visits at the counter for clients. They begin at the counter's own page alone, where
 * the card and the paper are.
 */
@RestController
@RequestMapping("/api/v1/counter-visits")
@RequiredArgsConstructor
class CounterVisitApi {

	record Words(@NotBlank @Size(min = 2, max = 400) String reason) {
	}

	private final CounterQueries queries;

	private final CounterDesk desk;

	@GetMapping
	Paged<CounterVisitView> list(@ModelAttribute CounterQueries.Filter filter) {
		return queries.list(filter);
	}

	@GetMapping("/{id}")
	ResponseEntity<CounterVisitView.File> show(@PathVariable UUID id) {
		return tagged(id);
	}

	@PostMapping("/{id}/objection")
	ResponseEntity<CounterVisitView.File> object(@PathVariable UUID id, @Valid @RequestBody Words body,
			@RequestHeader("If-Match") String seen) {
		desk.object(id, body.reason(), Typed.version(seen));
		return tagged(id);
	}

	@PostMapping("/{id}/settlement")
	ResponseEntity<CounterVisitView.File> settle(@PathVariable UUID id, @Valid @RequestBody Words body,
			@RequestHeader("If-Match") String seen) {
		desk.settle(id, body.reason(), Typed.version(seen));
		return tagged(id);
	}

	private ResponseEntity<CounterVisitView.File> tagged(UUID id) {
		var file = queries.file(id);
		return ResponseEntity.ok().eTag(String.valueOf(file.visit().version())).body(file);
	}

}
