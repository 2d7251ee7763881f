package cn.jinfu.credit.party;

import java.util.Objects;
import java.util.function.Predicate;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.ResidentId;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** What somebody who signs with a farm finds behind his own link: no log-in, one code. */
@Controller
@RequestMapping("/c/s/{token}")
@RequiredArgsConstructor
class PartyLinkPages {

	private static final String PAGE = "credit/public/party";

	/** What was typed never comes back. */
	record AnswerForm(@Nullable @NotBlank @Size(max = 18) String idNumber,
			@Nullable @NotBlank @Size(max = 6) String code, @Nullable Boolean agreed) {
	}

	record RefusalForm(@Nullable @NotBlank @Size(max = 6) String code, @Nullable @Size(max = 200) String reason) {
	}

	private final CaseParties parties;

	@GetMapping
	String show(@PathVariable String token, Model model, HttpServletResponse response) {
		fill(token, model, response);
		model.addAttribute("form", new AnswerForm(null, null, null));
		model.addAttribute("refusal", new RefusalForm(null, null));
		return PAGE;
	}

	private void fill(String token, Model model, HttpServletResponse response) {
		response.setHeader("Cache-Control", "no-store");
		response.setHeader("Referrer-Policy", "no-referrer");
		model.addAttribute("n", parties.notice(token));
		model.addAttribute("token", token);
	}

	@PostMapping("/code")
	String code(@PathVariable String token) {
		parties.sendCode(token);
		return "redirect:/c/s/" + token;
	}

	@PostMapping
	ModelAndView agree(@PathVariable String token, @Valid @ModelAttribute("form") AnswerForm form, BindingResult errors,
			Model model, HttpServletResponse response) {
		fill(token, model, response);
		model.addAttribute("refusal", new RefusalForm(null, null));
		return Forms.submit(errors, () -> {
			if (!Boolean.TRUE.equals(form.agreed())) {
				throw new RuleBroken("credit.party.read").at("agreed");
			}
			if (!parties.agree(token, number(Objects.requireNonNull(form.idNumber())),
					Objects.requireNonNull(form.code()))) {
				throw new RuleBroken("credit.party.code").at("code");
			}
		}, "/c/s/" + token, PAGE);
	}

	private static ResidentId number(String text) {
		try {
			return new ResidentId(text);
		}
		catch (RuleBroken malformed) {
			throw malformed.at("idNumber");
		}
	}

	@PostMapping("/declining")
	ModelAndView decline(@PathVariable String token, @Valid @ModelAttribute("refusal") RefusalForm form,
			BindingResult errors, Model model, HttpServletResponse response) {
		fill(token, model, response);
		return byCode(token, form, errors, model, code -> parties.decline(token, form.reason(), code));
	}

	/** After submission: what was agreed to is taken back. */
	@PostMapping("/withdrawal")
	ModelAndView withdraw(@PathVariable String token, @Valid @ModelAttribute("refusal") RefusalForm form,
			BindingResult errors, Model model, HttpServletResponse response) {
		fill(token, model, response);
		return byCode(token, form, errors, model, code -> parties.withdraw(token, code));
	}

	/**
	 * @param act is false where the code is wrong, old or used up
	 */
	private static ModelAndView byCode(String token, RefusalForm form, BindingResult errors, Model model,
			Predicate<String> act) {
		model.addAttribute("form", new AnswerForm(null, null, null));
		return Forms.submit(errors, () -> {
			if (!act.test(Objects.requireNonNull(form.code()))) {
				throw new RuleBroken("credit.party.code").at("code");
			}
		}, "/c/s/" + token, PAGE);
	}

}
