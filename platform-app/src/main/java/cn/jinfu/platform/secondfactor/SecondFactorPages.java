package cn.jinfu.platform.secondfactor;

import java.util.List;
import java.util.Locale;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.QrPicture;
import cn.jinfu.platform.account.Accounts;
import cn.jinfu.platform.account.PasswordLogin;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One's own second factor: enrolling it, showing it, giving it up. */
@Controller
@RequestMapping("/account/second-factor")
@PreAuthorize("hasAnyAuthority('console:open', '" + SecondFactors.PENDING + "')")
@RequiredArgsConstructor
class SecondFactorPages {

	private static final String PAGE = "platform/secondfactor/own";

	private final SecondFactors factors;

	private final Accounts accounts;

	private final MessageSource messages;

	@GetMapping
	String show(Model model) {
		var own = factors.own();
		var actor = Actor.current();
		model.addAttribute("own", own);
		model.addAttribute("pending", actor.may(SecondFactors.PENDING));
		model.addAttribute("required", factors.isRequired(actor.accountId()));
		if (own.enrolledAt() == null) {
			var issuer = String.valueOf(messages.getMessage("shell.name", null, Locale.SIMPLIFIED_CHINESE));
			var enrolment = factors.begin(issuer);
			model.addAttribute("enrolment", enrolment);
			model.addAttribute("picture", QrPicture.of(enrolment.uri()));
		}
		return PAGE;
	}

	/** Shows the second factor after the password. */
	@PostMapping
	String prove(@RequestParam String code, HttpServletRequest request, HttpServletResponse response, Model model) {
		var answer = factors.prove(code);
		if (answer != SecondFactors.Answer.RIGHT) {
			return again(answer, response, model);
		}
		return "redirect:" + goOn(request, response);
	}

	/** Shows the recovery codes once, so this answer is no redirect. */
	@PostMapping("/enrolment")
	String enrol(@RequestParam String code, HttpServletRequest request, HttpServletResponse response, Model model) {
		var codes = factors.enrol(code);
		if (codes.isEmpty()) {
			return again(SecondFactors.Answer.WRONG, response, model);
		}
		return codes(codes, goOn(request, response), model);
	}

	/** Shows the new codes once, so this answer is no redirect. */
	@PostMapping("/recovery-codes")
	@PreAuthorize("hasAuthority('console:open')")
	String renew(@RequestParam String code, HttpServletResponse response, Model model) {
		var codes = factors.renewCodes(code);
		return codes.isEmpty() ? again(SecondFactors.Answer.WRONG, response, model) : codes(codes, "/console", model);
	}

	@PostMapping("/removal")
	@PreAuthorize("hasAuthority('console:open')")
	String remove(@RequestParam String code, HttpServletResponse response, Model model) {
		return factors.remove(code) ? "redirect:/account/second-factor"
				: again(SecondFactors.Answer.WRONG, response, model);
	}

	private String again(SecondFactors.Answer answer, HttpServletResponse response, Model model) {
		response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
		model.addAttribute("refused", answer);
		return show(model);
	}

	private String codes(List<String> codes, String next, Model model) {
		model.addAttribute("codes", codes);
		model.addAttribute("next", next);
		return "platform/secondfactor/codes";
	}

	/** From now on with everything the account may do. */
	private String goOn(HttpServletRequest request, HttpServletResponse response) {
		request.getSession().setAttribute(Accounts.PROVED, true);
		var known = accounts.proved(Actor.current().login());
		var context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(known.authentication());
		SecurityContextHolder.setContext(context);
		new HttpSessionSecurityContextRepository().saveContext(context, request, response);
		return known.may(PasswordLogin.MUST_CHANGE) ? "/account/password" : "/";
	}

}
