package cn.jinfu.platform.account;

import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;

import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One more code before money, consent and signature. */
@Controller
@RequestMapping("/portal/again")
@PreAuthorize("hasAuthority('portal:open')")
@RequiredArgsConstructor
class AgainPages {

	private static final String PAGE = "platform/account/again";

	private final PhoneLogin phones;

	private final Problems problems;

	@GetMapping
	String show(@RequestParam(defaultValue = "") String to, Model model) {
		model.addAttribute("to", within(to));
		return PAGE;
	}

	@PostMapping("/code")
	String code(@RequestParam(defaultValue = "") String to, HttpServletRequest request, HttpServletResponse response,
			Model model) {
		try {
			model.addAttribute("challenge", phones.challengeAgain(Actor.current(), request.getRemoteAddr()));
		}
		catch (Refusal.RuleBroken | Refusal.TooMany refused) {
			response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
			model.addAttribute("refused", problems.words(refused, LocaleContextHolder.getLocale()));
		}
		return show(to, model);
	}

	@PostMapping
	String answer(@RequestParam(defaultValue = "") String to, @RequestParam UUID challenge, @RequestParam String code,
			HttpServletRequest request, HttpServletResponse response, Model model) {
		if (phones.answersAgain(challenge, code, Actor.current())) {
			AskingAgain.answered(request.getSession());
			return "redirect:" + within(to);
		}
		response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
		model.addAttribute("wrong", true);
		return show(to, model);
	}

	/** Never away from here, whatever the address says. */
	private static String within(String to) {
		return to.matches("/portal(/[A-Za-z0-9._-]+)+") && !to.contains("..") ? to : "/portal";
	}

}
