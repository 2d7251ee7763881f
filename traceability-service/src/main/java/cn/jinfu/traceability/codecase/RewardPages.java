package cn.jinfu.traceability.codecase;

import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The counter: a receipt's number is shown, money is paid. */
@Controller
@RequestMapping("/console/complaint-rewards")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('" + Rewards.PAY + "')")
class RewardPages {

	private static final int SHOWN = 100;

	private final Rewards rewards;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String reference, Model model) {
		var asked = (reference != null) ? reference.strip() : "";
		model.addAttribute("reference", asked);
		model.addAttribute("rewards", asked.isEmpty() ? rewards.open(SHOWN) : rewards.find(asked).stream().toList());
		return "traceability/codecase/rewards";
	}

	@PostMapping("/payment")
	String pay(@RequestParam String reference) {
		rewards.pay(reference);
		return "redirect:/console/complaint-rewards?reference=" + org.springframework.web.util.UriUtils
			.encodeQueryParam(reference, java.nio.charset.StandardCharsets.UTF_8);
	}

}
