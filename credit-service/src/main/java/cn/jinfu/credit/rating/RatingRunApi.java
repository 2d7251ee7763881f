package cn.jinfu.credit.rating;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Batch ratings for staff's own programs. */
@RestController
@RequestMapping("/api/v1/rating-runs")
@RequiredArgsConstructor
class RatingRunApi {

	record RunResource(UUID id, RunStatus status, LocalDate asOf, String modelVersion, int total, int done, int percent,
			Map<RowOutcome, Integer> outcomes, String startedBy, Instant startedAt, @Nullable Instant finishedAt) {

		static RunResource of(RatingRunDesk.View view) {
			var it = view.run();
			return new RunResource(it.id(), it.status(), it.asOf(), view.model(), it.total(), view.done(),
					view.percent(), view.counts(), it.startedName(), it.startedAt(), it.finishedAt());
		}

	}

	private final RatingRunDesk desk;

	@GetMapping
	List<RunResource> list() {
		return desk.list().stream().map(RunResource::of).toList();
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	@PreAuthorize("hasAuthority('credit:rating:batch')")
	RunResource start() {
		return RunResource.of(desk.show(desk.start()));
	}

	@GetMapping("/{id}")
	RunResource show(@PathVariable UUID id) {
		return RunResource.of(desk.show(id));
	}

	@GetMapping("/{id}/rows")
	Paged<RatingRunDesk.Row> rows(@PathVariable UUID id, @RequestParam(required = false) @Nullable RowOutcome outcome,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return desk.rows(id, outcome, after, Paged.limit(limit));
	}

	@PostMapping("/{id}/pause")
	@PreAuthorize("hasAuthority('credit:rating:batch')")
	RunResource pause(@PathVariable UUID id) {
		desk.pause(id);
		return RunResource.of(desk.show(id));
	}

	@PostMapping("/{id}/resumption")
	@PreAuthorize("hasAuthority('credit:rating:batch')")
	RunResource resume(@PathVariable UUID id) {
		desk.resume(id);
		return RunResource.of(desk.show(id));
	}

	@PostMapping("/{id}/stop")
	@PreAuthorize("hasAuthority('credit:rating:batch')")
	RunResource stop(@PathVariable UUID id) {
		desk.stop(id);
		return RunResource.of(desk.show(id));
	}

}
