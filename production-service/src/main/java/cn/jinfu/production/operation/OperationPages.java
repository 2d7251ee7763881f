package cn.jinfu.production.operation;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.sheet.SheetDownload;
import cn.jinfu.production.weather.WeatherAdvices;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

@Controller
@RequestMapping("/console/operations")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:operation:view')")
class OperationPages {

	private static final SheetDownload<OperationView> SHEET = SheetDownload
		.<OperationView>of("production.menu.operations")
		.value("production.day", OperationView::on)
		.value("production.what", OperationView::kind)
		.value("production.plot", OperationView::fields)
		.value("production.member", OperationView::memberName)
		.value("production.product", OperationView::product)
		.value("production.registration", OperationView::registrationNo)
		.value("production.lot", OperationView::lotNo)
		.value("production.quantity", OperationView::quantity)
		.value("production.unit", OperationView::unit)
		.value("production.pest", OperationView::pest)
		.value("production.weather", OperationView::weather)
		.value("production.amount", OperationView::amount)
		.value("production.amount.unit", OperationView::amountUnit)
		.value("production.worker.over", it -> it.overDay() ? "24+" : null)
		.value("production.by", OperationView::byName)
		.value("production.state", OperationView::state);

	/** What was typed into a decision. */
	public record Lift(LocalDate safeOn, String testRef, String reason) {
	}

	/** What a list is narrowed to, as its address says. */
	record Asked(@Nullable String q, @Nullable OperationKind kind, @Nullable OperationState state,
			@Nullable UUID memberId, @Nullable UUID plantingId, @Nullable Boolean waiting) {

		OperationQueries.Filter filter(@Nullable String after, int limit) {
			return new OperationQueries.Filter(q, kind, state, memberId, plantingId, Boolean.TRUE.equals(waiting),
					after, limit);
		}

	}

	private final OperationCommands commands;

	private final OperationQueries queries;

	private final StatusHistory history;

	private final MessageSource messages;

	private final WeatherAdvices weather;

	@GetMapping
	String list(Asked asked, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(asked.filter(after, Paged.limit(limit))));
		model.addAttribute("kinds", OperationKind.values());
		model.addAttribute("states", OperationState.values());
		return "production/console/operations";
	}

	/** What the filter finds, as a file. */
	@GetMapping("/export")
	void export(Asked asked, HttpServletResponse response) throws IOException {
		SHEET.send(response, messages, after -> queries.list(asked.filter(after, SheetDownload.BATCH)));
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		var operation = queries.view(id);
		model.addAttribute("operation", operation);
		model.addAttribute("weatherAdvice", (operation.state() == OperationState.PLANNED)
				? weather.of(operation.kind(), operation.on(), operation.plantingIds()) : List.of());
		model.addAttribute("changes", history.of("FieldOperation", id));
		return "production/console/operation";
	}

	@PostMapping("/{id}/uses/{useId}/lifting")
	@PreAuthorize("hasAuthority('production:use:decide')")
	ModelAndView lift(@PathVariable UUID id, @PathVariable UUID useId, @RequestParam LocalDate safeOn,
			@RequestParam String reason, @RequestParam String testRef, @RequestParam long version, Model model) {
		model.addAttribute("lift", new Lift(safeOn, testRef, reason));
		return act(id, "/uses/" + useId + "/lifting", reason,
				() -> commands.lift(useId, safeOn, reason, testRef, version), model);
	}

	@PostMapping("/{id}/uses/{useId}/upholding")
	@PreAuthorize("hasAuthority('production:use:decide')")
	ModelAndView uphold(@PathVariable UUID id, @PathVariable UUID useId, @RequestParam String reason,
			@RequestParam long version, Model model) {
		return act(id, "/uses/" + useId + "/upholding", reason, () -> commands.uphold(useId, reason, version), model);
	}

	@PostMapping("/{id}/voiding")
	@PreAuthorize("hasAnyAuthority('production:operation:record', 'production:use:decide')")
	ModelAndView strike(@PathVariable UUID id, @RequestParam String reason, Model model) {
		return act(id, "/voiding", reason, () -> commands.strike(id, reason), model);
	}

	/** A refused action comes back on the same page, with what was typed. */
	private ModelAndView act(UUID id, String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit("/console/operations/" + id + action, typed, command, "/console/operations/" + id,
				() -> new ModelAndView(show(id, model)), messages);
	}

}
