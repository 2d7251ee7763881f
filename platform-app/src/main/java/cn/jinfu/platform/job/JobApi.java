package cn.jinfu.platform.job;

import java.time.LocalDate;

import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The platform's own work, for whoever watches it from outside. */
@RestController
@RequestMapping("/api/v1/jobs")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('platform:job:manage')")
class JobApi {

	/**
	 * @param date the business date to run for
	 */
	record NewRun(@NotNull LocalDate date) {
	}

	private final JobQueries queries;

	private final JobRuns runs;

	private final Jobs jobs;

	@GetMapping
	Paged<JobQueries.Line> list(@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return Paged.slice(queries.all(), after, Paged.limit(limit), JobQueries.Line::name);
	}

	@GetMapping("/{name}")
	JobQueries.Line show(@PathVariable String name) {
		return queries.one(name);
	}

	/** Newest first. */
	@GetMapping("/{name}/runs")
	Paged<JobRuns.Run> runs(@PathVariable String name, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		queries.one(name);
		return runs.page(name, after, Paged.limit(limit));
	}

	/** Goes on after the answer; how it went stands among its runs. */
	@PostMapping("/{name}/runs")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void run(@PathVariable String name, @Valid @RequestBody NewRun body) {
		jobs.start(name, body.date());
	}

}
