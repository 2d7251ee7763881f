package cn.jinfu.platform.job;

import java.time.Instant;
import java.util.List;

import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.Refusal;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;

/** The jobs of all modules, each with its last run and its next hour. */
@Component
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('platform:job:manage')")
class JobQueries {

	/** A job with its last run. */
	public record Line(String name, JobRuns.@Nullable Run last, @Nullable Instant next) {
	}

	private final Jobs jobs;

	private final JobRuns runs;

	private final JobClock hours;

	/** By name. */
	public List<Line> all() {
		var next = hours.next();
		return jobs.all().stream().map(JobDefinition::name).map(name -> {
			var last = runs.of(name, 1);
			return new Line(name, last.isEmpty() ? null : last.getFirst(), next.get(name));
		}).toList();
	}

	public Line one(String name) {
		return all().stream()
			.filter(it -> it.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new Refusal.NotFound("platform.job.unknown"));
	}

}
