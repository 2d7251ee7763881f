package cn.jinfu.production.season;

import java.time.YearMonth;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
class SeasonApi {

	private final SeasonCalendar calendar;

	private final BusinessClock clock;

	/**
	 * @param month as 2026-11; the current one when absent
	 */
	@GetMapping("/season-tasks")
	Paged<SeasonTask> list(@RequestParam(required = false) @Nullable String township,
			@RequestParam(required = false) @Nullable String crop,
			@RequestParam(required = false) @Nullable YearMonth month,
			@RequestParam(required = false) @Nullable TaskState state,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return calendar.list(new SeasonCalendar.Filter(township, crop,
				(month != null) ? month : YearMonth.from(clock.today()), state, after, Paged.limit(limit)));
	}

	/** 404 for a planting that goes by no standard. */
	@GetMapping("/plantings/{id}/season")
	Season ofPlanting(@PathVariable UUID id) {
		return calendar.ofPlanting(id).orElseThrow(() -> new NotFound("production.season.none", id));
	}

}
