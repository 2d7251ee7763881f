package cn.jinfu.traceability.label;

import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.traceability.label.PrintJob.PrintStatus;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The queue of an outlet: what is to be printed, what lies ready, what was fetched. */
@Controller
@RequestMapping("/console/print-jobs")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('" + PrintDesk.SERVE + "')")
class PrintPages {

	private static final String ONE = "traceability/label/print-job";

	record HandForm(@Nullable @NotBlank @Size(max = 20) String code, @Nullable @NotNull Long version) {
	}

	private final PrintDesk desk;

	private final LabelSheets sheets;

	private final StatusHistory history;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable PrintStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", desk.list(status, after, Paged.limit(limit)));
		model.addAttribute("statuses", PrintStatus.values());
		return "traceability/label/print-jobs";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		facts(id, model);
		return ONE;
	}

	@GetMapping("/{id}/sheet")
	String sheet(@PathVariable UUID id, @RequestParam(defaultValue = "1") @Min(1) int from, Model model) {
		return sheets.show(desk.print(id, from), from, "/console/print-jobs/" + id, model);
	}

	@GetMapping("/{id}/sheet/pdf")
	ResponseEntity<byte[]> pdf(@PathVariable UUID id, @RequestParam(defaultValue = "1") @Min(1) int from) {
		return sheets.pdf(desk.print(id, from), from);
	}

	@PostMapping("/{id}/readiness")
	String ready(@PathVariable UUID id, @RequestParam long version) {
		desk.ready(id, version);
		return "redirect:/console/print-jobs/" + id;
	}

	@PostMapping("/{id}/hand-over")
	ModelAndView hand(@PathVariable UUID id, @Valid @ModelAttribute("form") HandForm form, BindingResult errors,
			Model model) {
		var view = Forms.submit(errors, () -> {
			if (!desk.hand(id, String.valueOf(form.code()), Objects.requireNonNull(form.version()))) {
				throw new RuleBroken("trace.print.wrong-code").at("code");
			}
		}, "/console/print-jobs/" + id, ONE);
		facts(id, model);
		if (errors.hasErrors()) {
			// a wrong code was counted, so that the version seen is old
			model.addAttribute("form", new HandForm(null, desk.view(id).version()));
		}
		return view;
	}

	private void facts(UUID id, Model model) {
		var job = desk.view(id);
		model.addAttribute("job", job);
		model.addAttribute("changes", history.of(PrintDesk.TYPE, id));
		if (!model.containsAttribute("form")) {
			model.addAttribute("form", new HandForm(null, job.version()));
		}
	}

}
