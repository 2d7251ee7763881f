package cn.jinfu.platform.calendar;

import java.time.LocalDate;
import java.util.List;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.WorkingDays;
import cn.jinfu.platform.calendar.CalendarDays.Kind;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The working days: those that differ from their weekday, and drafts of more by two. */
@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('platform:calendar:view')")
class CalendarApi {

	/**
	 * @param arranged why it differs from its weekday; null when it does not
	 * @param entered whether the year's arrangement is known at all
	 */
	record DayResource(LocalDate day, boolean working, CalendarDays.@Nullable Day arranged, boolean entered) {
	}

	record NewDraft(@NotNull LocalDate from, @NotNull LocalDate to, @NotNull Kind kind,
			@NotBlank @Size(max = 20) String name, @NotBlank @Size(max = 200) String source) {
	}

	record Confirmation(@NotNull @Min(2000) @Max(2100) Integer year) {
	}

	private final CalendarDays calendar;

	private final WorkingDays workingDays;

	private final BusinessClock clock;

	@GetMapping("/working-days")
	Paged<CalendarDays.Day> list(@RequestParam(required = false) @Nullable Integer year,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return Paged.slice(calendar.days(year(year)), after, Paged.limit(limit), it -> it.day().toString());
	}

	@GetMapping("/working-days/{day}")
	DayResource show(@PathVariable LocalDate day) {
		var arranged = calendar.days(day.getYear()).stream().filter(it -> it.day().equals(day)).findFirst();
		return new DayResource(day, workingDays.isWorkingDay(day), arranged.orElse(null),
				workingDays.isEntered(day.getYear()));
	}

	@GetMapping("/working-day-drafts")
	Paged<CalendarDays.Draft> drafts(@RequestParam(required = false) @Nullable Integer year,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return Paged.slice(calendar.drafts(year(year)), after, Paged.limit(limit), it -> it.day().toString());
	}

	@PostMapping("/working-day-drafts")
	@ResponseStatus(HttpStatus.CREATED)
	List<CalendarDays.Draft> enter(@Valid @RequestBody NewDraft body) {
		calendar.enter(body.from(), body.to(), body.kind(), body.name().strip(), body.source().strip());
		return calendar.drafts(body.from().getYear())
			.stream()
			.filter(it -> !it.day().isBefore(body.from()) && !it.day().isAfter(body.to()))
			.toList();
	}

	@DeleteMapping("/working-day-drafts/{day}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void withdraw(@PathVariable LocalDate day) {
		calendar.withdraw(day);
	}

	/** Makes a year's drafts count; by somebody who entered none of them. */
	@PostMapping("/working-day-drafts/confirmation")
	Paged<CalendarDays.Day> confirm(@Valid @RequestBody Confirmation body) {
		calendar.confirm(body.year());
		return list(body.year(), null, Paged.MAX_LIMIT);
	}

	private int year(@Nullable Integer asked) {
		return (asked != null) ? Math.clamp(asked, 2000, 2100) : clock.today().getYear();
	}

}
