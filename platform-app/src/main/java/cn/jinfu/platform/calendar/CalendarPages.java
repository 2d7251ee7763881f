package cn.jinfu.platform.calendar;

import java.time.LocalDate;
import java.util.Arrays;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.platform.calendar.CalendarDays.Kind;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The days off and the working weekends, year by year. */
@Controller
@RequestMapping("/console/working-days")
@PreAuthorize("hasAuthority('platform:calendar:view')")
@RequiredArgsConstructor
class CalendarPages {

	private static final String PAGE = "platform/calendar/days";

	record EntryForm(@Nullable @NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
			@Nullable @NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to,
			@Nullable @NotNull Kind kind, @Nullable @NotBlank @Size(max = 20) String name,
			@Nullable @NotBlank @Size(max = 200) String source) {
	}

	private final CalendarDays calendar;

	private final BusinessClock clock;

	@GetMapping
	String show(@RequestParam(required = false) @Nullable Integer year, Model model) {
		facts((year != null) ? Math.clamp(year, 2000, 2100) : clock.today().getYear(), model);
		model.addAttribute("form", new EntryForm(null, null, Kind.OFF, null, null));
		return PAGE;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('platform:calendar:enter')")
	ModelAndView enter(@Valid @ModelAttribute("form") EntryForm form, BindingResult errors, Model model) {
		var from = form.from();
		var to = form.to();
		var kind = form.kind();
		var name = form.name();
		var source = form.source();
		var year = (from != null) ? from.getYear() : clock.today().getYear();
		facts(year, model);
		return Forms.submit(errors, () -> {
			if (from != null && to != null && kind != null && name != null && source != null) {
				calendar.enter(from, to, kind, name.strip(), source.strip());
			}
		}, "/console/working-days?year=" + year, PAGE);
	}

	@PostMapping("/withdrawal")
	@PreAuthorize("hasAuthority('platform:calendar:enter')")
	String withdraw(@RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate day) {
		calendar.withdraw(day);
		return "redirect:/console/working-days?year=" + day.getYear();
	}

	@PostMapping("/confirmation")
	@PreAuthorize("hasAuthority('platform:calendar:confirm')")
	String confirm(@RequestParam int year) {
		calendar.confirm(Math.clamp(year, 2000, 2100));
		return "redirect:/console/working-days?year=" + year;
	}

	private void facts(int year, Model model) {
		var drafts = calendar.drafts(year);
		model.addAttribute("year", year);
		model.addAttribute("years", calendar.years());
		model.addAttribute("days", calendar.days(year));
		model.addAttribute("drafts", drafts);
		model.addAttribute("own",
				drafts.stream().anyMatch(draft -> draft.enteredBy().equals(Actor.current().personId())));
		model.addAttribute("kinds", Arrays.asList(Kind.values()));
	}

}
