package cn.jinfu.platform.secondfactor;

import java.util.UUID;

import cn.jinfu.kernel.RefusedAct;
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

/** Which roles show a second factor, and resets of lost ones. */
@Controller
@RequestMapping("/console/second-factors")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('platform:second-factor:view')")
class SecondFactorRulePages {

	private static final String PATH = "/console/second-factors";

	private static final String CHANGE = "hasAuthority('platform:second-factor:change')";

	private final SecondFactorRules rules;

	private final MessageSource messages;

	@GetMapping
	String list(Model model) {
		model.addAttribute("lines", rules.all());
		model.addAttribute("open", rules.open());
		model.addAttribute("closed", rules.closed());
		return "platform/secondfactor/list";
	}

	/** The role goes without. */
	@PostMapping("/{role}/relaxation")
	@PreAuthorize(CHANGE)
	ModelAndView relax(@PathVariable String role, @RequestParam String reason, Model model) {
		return act(role + "/relaxation", reason, () -> rules.proposeRule(role, false, reason), model);
	}

	/** The role shows it. */
	@PostMapping("/{role}/demand")
	@PreAuthorize(CHANGE)
	ModelAndView demand(@PathVariable String role, @RequestParam String reason, Model model) {
		return act(role + "/demand", reason, () -> rules.proposeRule(role, true, reason), model);
	}

	@PostMapping("/accounts/{id}/reset")
	@PreAuthorize(CHANGE)
	ModelAndView reset(@PathVariable UUID id, @RequestParam String reason, Model model) {
		return act("accounts/" + id + "/reset", reason, () -> rules.proposeReset(id, reason), model);
	}

	@PostMapping("/changes/{id}/confirmation")
	@PreAuthorize(CHANGE)
	ModelAndView confirm(@PathVariable UUID id, Model model) {
		return act("changes/" + id + "/confirmation", "", () -> rules.confirm(id), model);
	}

	@PostMapping("/changes/{id}/declining")
	@PreAuthorize(CHANGE)
	ModelAndView decline(@PathVariable UUID id, @RequestParam String reason, Model model) {
		return act("changes/" + id + "/declining", reason, () -> rules.decline(id, reason), model);
	}

	private ModelAndView act(String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit(PATH + "/" + action, typed, command, PATH,
				() -> new ModelAndView(list(model), model.asMap()), messages);
	}

}
