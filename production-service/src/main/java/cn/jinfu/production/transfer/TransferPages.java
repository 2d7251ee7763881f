package cn.jinfu.production.transfer;

import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.production.PlotDirectory;
import lombok.RequiredArgsConstructor;
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

/** The officer sees a plot's contracts, verifies, returns and ends them. */
@Controller
@RequestMapping("/console/plots/{plotId}/transfers")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:plot:view')")
class TransferPages {

	private final TransferCommands commands;

	private final TransferQueries queries;

	private final PlotDirectory plots;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping
	String list(@PathVariable UUID plotId, Model model) {
		model.addAttribute("transfers", queries.ofPlot(plotId));
		model.addAttribute("plot", plots.find(plotId).orElseThrow());
		model.addAttribute("today", clock.today());
		return "production/console/transfers";
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

	/** A refused action comes back on the same page, with what was typed. */
	private ModelAndView act(UUID plotId, String action, String typed, Runnable command, Model model) {
		var here = "/console/plots/" + plotId + "/transfers";
		return RefusedAct.submit(here + action, typed, command, here, () -> new ModelAndView(list(plotId, model)),
				messages);
	}

}
