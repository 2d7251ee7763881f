package cn.jinfu.production.transfer;

import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.input.Farms;
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

/**
 * The officer sees a plot's contracts, writes them down at the counter, verifies, returns
 * and ends them.
 */
@Controller
@RequestMapping("/console/plots/{plotId}/transfers")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:plot:view')")
class TransferPages {

	private static final String FORM = "production/console/transfer-form";

	private final TransferCommands commands;

	private final TransferQueries queries;

	private final PlotDirectory plots;

	private final Farms farms;

	private final Once once;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping
	String list(@PathVariable UUID plotId, Model model) {
		model.addAttribute("transfers", queries.ofPlot(plotId));
		model.addAttribute("plot", plots.find(plotId).orElseThrow());
		model.addAttribute("today", clock.today());
		return "production/console/transfers";
	}

	/** At the counter, for a farm that does not use the phone. */
	@GetMapping("/new")
	@PreAuthorize("hasAuthority('production:plot:register')")
	String blank(@PathVariable UUID plotId, Model model) {
		counter(plotId, model);
		model.addAttribute("form", TransferForm.blank());
		return FORM;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('production:plot:register')")
	ModelAndView record(@PathVariable UUID plotId, @Valid @ModelAttribute("form") TransferForm form,
			BindingResult errors, Model model) {
		counter(plotId, model);
		var direction = form.direction();
		return Forms.submit(errors, () -> {
			if (direction != null) {
				once.id(form.requestKey(), "POST /console/plots/" + plotId + "/transfers", form.said(),
						() -> commands.record(plotId, direction, form.terms(), form.contract()));
			}
		}, here(plotId), FORM);
	}

	@GetMapping("/{id}/edit")
	@PreAuthorize("hasAuthority('production:plot:register')")
	String edit(@PathVariable UUID plotId, @PathVariable UUID id, Model model) {
		var transfer = queries.view(plotId, id);
		counter(plotId, model);
		model.addAttribute("transfer", transfer);
		model.addAttribute("form", TransferForm.of(transfer));
		return FORM;
	}

	@PostMapping("/{id}")
	@PreAuthorize("hasAuthority('production:plot:register')")
	ModelAndView change(@PathVariable UUID plotId, @PathVariable UUID id,
			@Valid @ModelAttribute("form") TransferForm form, BindingResult errors, Model model) {
		model.addAttribute("transfer", queries.view(plotId, id));
		counter(plotId, model);
		var seen = form.version();
		return Forms.submit(errors,
				() -> commands.amend(plotId, id, form.terms(), form.contract(), (seen != null) ? seen : -1),
				here(plotId), FORM);
	}

	/** Only what the acting person wrote down at the counter. */
	@PostMapping("/{id}/withdrawal")
	@PreAuthorize("hasAuthority('production:plot:register')")
	ModelAndView withdraw(@PathVariable UUID plotId, @PathVariable UUID id, @RequestParam String reason,
			@RequestParam long version, Model model) {
		return act(plotId, "/" + id + "/withdrawal", reason, () -> commands.withdraw(plotId, id, reason, version),
				model);
	}

	@PostMapping("/{id}/verification")
	@PreAuthorize("hasAuthority('production:plot:verify')")
	ModelAndView verify(@PathVariable UUID plotId, @PathVariable UUID id, @RequestParam long version, Model model) {
		return act(plotId, "/" + id + "/verification", "", () -> commands.verify(plotId, id, null, version), model);
	}

	@PostMapping("/{id}/return")
	@PreAuthorize("hasAuthority('production:plot:verify')")
	ModelAndView giveBack(@PathVariable UUID plotId, @PathVariable UUID id, @RequestParam String reason,
			@RequestParam long version, Model model) {
		return act(plotId, "/" + id + "/return", reason, () -> commands.giveBack(plotId, id, reason, version), model);
	}

	/** From today. */
	@PostMapping("/{id}/end")
	@PreAuthorize("hasAuthority('production:plot:verify')")
	ModelAndView end(@PathVariable UUID plotId, @PathVariable UUID id, @RequestParam String reason,
			@RequestParam long version, Model model) {
		return act(plotId, "/" + id + "/end", reason, () -> commands.end(plotId, id, clock.today(), reason, version),
				model);
	}

	private void counter(UUID plotId, Model model) {
		queries.ofPlot(plotId);
		var plot = plots.find(plotId).orElseThrow();
		model.addAttribute("plot", plot);
		model.addAttribute("member", farms.inSet(Set.of(plot.memberId())).get(plot.memberId()));
		model.addAttribute("directions", Direction.values());
	}

	private static String here(UUID plotId) {
		return "/console/plots/" + plotId + "/transfers";
	}

	/** A refused action comes back on the same page, with what was typed. */
	private ModelAndView act(UUID plotId, String action, String typed, Runnable command, Model model) {
		var here = here(plotId);
		return RefusedAct.submit(here + action, typed, command, here, () -> new ModelAndView(list(plotId, model)),
				messages);
	}

}
