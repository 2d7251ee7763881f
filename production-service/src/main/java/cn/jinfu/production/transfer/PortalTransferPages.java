package cn.jinfu.production.transfer;

import java.util.UUID;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.input.Once;
import jakarta.validation.Valid;
import lombok.RequiredArgsConstructor;
import org.springframework.context.MessageSource;
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

/** The farm tells from its phone what it rented and what it gave away. */
@Controller
@RequestMapping("/portal/plots/{plotId}/transfers")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:plot:register')")
class PortalTransferPages {

	private static final String FORM = "production/portal/transfer-form";

	private final TransferCommands commands;

	private final TransferQueries queries;

	private final PlotDirectory plots;

	private final Once once;

	private final MessageSource messages;

	@GetMapping
	String list(@PathVariable UUID plotId, Model model) {
		model.addAttribute("transfers", queries.ofPlot(plotId));
		plot(plotId, model);
		return "production/portal/transfers";
	}

	@GetMapping("/new")
	String blank(@PathVariable UUID plotId, Model model) {
		queries.ofPlot(plotId);
		plot(plotId, model);
		model.addAttribute("form", TransferForm.blank());
		return FORM;
	}

	@PostMapping
	ModelAndView record(@PathVariable UUID plotId, @Valid @ModelAttribute("form") TransferForm form,
			BindingResult errors, Model model) {
		queries.ofPlot(plotId);
		plot(plotId, model);
		var direction = form.direction();
		return Forms.submit(errors, () -> {
			if (direction != null) {
				once.id(form.requestKey(), "POST /portal/plots/" + plotId + "/transfers", form.said(),
						() -> commands.record(plotId, direction, form.terms(), form.contract()));
			}
		}, "/portal/plots/" + plotId + "/transfers", FORM);
	}

	@GetMapping("/{id}/edit")
	String edit(@PathVariable UUID plotId, @PathVariable UUID id, Model model) {
		var transfer = queries.view(plotId, id);
		plot(plotId, model);
		model.addAttribute("transfer", transfer);
		model.addAttribute("form", TransferForm.of(transfer));
		return FORM;
	}

	@PostMapping("/{id}")
	ModelAndView change(@PathVariable UUID plotId, @PathVariable UUID id,
			@Valid @ModelAttribute("form") TransferForm form, BindingResult errors, Model model) {
		model.addAttribute("transfer", queries.view(plotId, id));
		plot(plotId, model);
		var seen = form.version();
		return Forms.submit(errors,
				() -> commands.amend(plotId, id, form.terms(), form.contract(), (seen != null) ? seen : -1),
				"/portal/plots/" + plotId + "/transfers", FORM);
	}

	/** Before anybody has verified it. */
	@PostMapping("/{id}/withdrawal")
	ModelAndView withdraw(@PathVariable UUID plotId, @PathVariable UUID id, @RequestParam String reason,
			@RequestParam long version, Model model) {
		var here = "/portal/plots/" + plotId + "/transfers";
		return RefusedAct.submit(here + "/" + id + "/withdrawal", reason,
				() -> commands.withdraw(plotId, id, reason, version), here, () -> new ModelAndView(list(plotId, model)),
				messages);
	}

	private void plot(UUID plotId, Model model) {
		model.addAttribute("plot", plots.find(plotId).orElseThrow());
		model.addAttribute("directions", Direction.values());
	}

}
