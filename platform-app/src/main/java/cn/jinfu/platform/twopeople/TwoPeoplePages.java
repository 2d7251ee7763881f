package cn.jinfu.platform.twopeople;

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

/** The steps that take two people, and the changes of that. */
@Controller
@RequestMapping("/console/two-person-steps")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('platform:two-people:view')")
class TwoPeoplePages {

	private static final String PATH = "/console/two-person-steps";

	private final TwoPeopleSteps steps;

	private final MessageSource messages;

	@GetMapping
	String list(Model model) {
		model.addAttribute("steps", steps.all());
		model.addAttribute("open", steps.open());
		model.addAttribute("closed", steps.closed());
		return "platform/twopeople/list";
	}

	/** One person shall do. */
	@PostMapping("/{step}/relaxation")
	@PreAuthorize("hasAuthority('platform:two-people:change')")
	ModelAndView relax(@PathVariable String step, @RequestParam String reason, Model model) {
		return act(step + "/relaxation", reason, () -> steps.propose(step, false, reason), model);
	}

	/** Two people again. */
	@PostMapping("/{step}/restoration")
	@PreAuthorize("hasAuthority('platform:two-people:change')")
	ModelAndView restore(@PathVariable String step, @RequestParam String reason, Model model) {
		return act(step + "/restoration", reason, () -> steps.propose(step, true, reason), model);
	}

	@PostMapping("/changes/{id}/confirmation")
	@PreAuthorize("hasAuthority('platform:two-people:change')")
	ModelAndView confirm(@PathVariable UUID id, Model model) {
		return act("changes/" + id + "/confirmation", "", () -> steps.confirm(id), model);
	}

	@PostMapping("/changes/{id}/declining")
	@PreAuthorize("hasAuthority('platform:two-people:change')")
	ModelAndView decline(@PathVariable UUID id, @RequestParam String reason, Model model) {
		return act("changes/" + id + "/declining", reason, () -> steps.decline(id, reason), model);
	}

	private ModelAndView act(String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit(PATH + "/" + action, typed, command, PATH,
				() -> new ModelAndView(list(model), model.asMap()), messages);
	}

}
