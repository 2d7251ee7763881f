package cn.jinfu.production.service.provider;

import java.io.IOException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.sheet.SheetDownload;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** 农机 at the desk: all of them, and when each is out. */
@Controller
@RequestMapping("/console/machines")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('console:open') and hasAuthority('production:service:view')")
class MachinePages {

	private static final SheetDownload<MachineView> SHEET = SheetDownload.<MachineView>of("production.menu.machines")
		.value("production.machine.name", MachineView::name)
		.value("production.machine.kind", MachineView::kind)
		.value("production.machine.plate", MachineView::plate)
		.value("production.machine.provider", MachineView::providerName)
		.value("production.machine.ahead", MachineView::ahead)
		.value("production.machine.next", MachineView::next);

	/** What the list is narrowed to, as its address says. */
	record Asked(@Nullable String q, @Nullable MachineKind kind, @Nullable Boolean active, @Nullable UUID providerId) {

		Machines.Filter filter(@Nullable String after, int limit) {
			return new Machines.Filter(q, kind, active, providerId, after, limit);
		}

	}

	/** How much of a calendar is seen at once. */
	enum Look {

		DAY(1), WEEK(7);

		private final int days;

		Look(int days) {
			this.days = days;
		}

		LocalDate first(LocalDate on) {
			return (this == DAY) ? on : on.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
		}

	}

	private final Machines machines;

	private final Providers providers;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping
	String list(Asked asked, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", machines.list(asked.filter(after, Paged.limit(limit))));
		model.addAttribute("kinds", MachineKind.values());
		model.addAttribute("providers",
				providers.all().stream().map(it -> new Choice(it.id().toString(), it.name())).toList());
		return "production/service/machines";
	}

	/** What the filter finds, as a file. */
	@GetMapping("/export")
	void export(Asked asked, HttpServletResponse response) throws IOException {
		SHEET.send(response, messages, after -> machines.list(asked.filter(after, SheetDownload.BATCH)));
	}

	/** To the form of the organisation whose machine it is. */
	@GetMapping("/new")
	@PreAuthorize("hasAuthority('production:service:manage')")
	String add(@RequestParam UUID providerId) {
		return "redirect:/console/service-providers/" + providers.view(providerId).id() + "/machines/new";
	}

	/**
	 * @param on a day of the week that is shown; today when absent
	 */
	@GetMapping("/{id}")
	String show(@PathVariable UUID id, @RequestParam(required = false) @Nullable LocalDate on,
			@RequestParam(defaultValue = "WEEK") Look look, Model model) {
		var first = look.first((on != null) ? on : clock.today());
		model.addAttribute("m", machines.view(id));
		model.addAttribute("days", machines.days(id, first, look.days));
		model.addAttribute("ahead", machines.ahead(id));
		model.addAttribute("look", look);
		model.addAttribute("looks", Look.values());
		model.addAttribute("on", first);
		model.addAttribute("before", first.minusDays(look.days));
		model.addAttribute("after", first.plusDays(look.days));
		return "production/service/machine";
	}

}
