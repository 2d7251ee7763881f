package cn.jinfu.credit.party;

import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.web.AskedAgain;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** The farm names who signs with it, and sees who has answered. */
@Controller
@RequestMapping("/portal/loans/{no}/parties")
@RequiredArgsConstructor
class PartyPortal {

	private static final String PAGE = "credit/portal/parties";

	record PartyForm(@NotNull @Nullable PartyRole role, @Nullable @NotBlank @Size(max = 60) String name,
			@Nullable @NotBlank @Size(max = 20) String mobile) {
	}

	private final CaseParties parties;

	@GetMapping
	@PreAuthorize("hasAuthority('credit:own:view')")
	String list(@PathVariable String no, Model model) {
		fill(no, model);
		model.addAttribute("form", new PartyForm(null, null, null));
		return PAGE;
	}

	private void fill(String no, Model model) {
		model.addAttribute("no", no);
		model.addAttribute("parties", parties.own(no));
		model.addAttribute("roles", Arrays.asList(PartyRole.values()));
	}

	@PostMapping
	@AskedAgain
	@PreAuthorize("hasAuthority('credit:own:apply')")
	ModelAndView name(@PathVariable String no, @Valid @ModelAttribute("form") PartyForm form, BindingResult errors,
			Model model) {
		fill(no, model);
		return Forms.submit(errors, () -> parties.name(no, Objects.requireNonNull(form.role()),
				Objects.requireNonNull(form.name()), mobile(Objects.requireNonNull(form.mobile()))),
				"/portal/loans/" + no + "/parties", PAGE);
	}

	private static MobileNumber mobile(String text) {
		try {
			return new MobileNumber(text);
		}
		catch (RuleBroken malformed) {
			throw malformed.at("mobile");
		}
	}

	@PostMapping("/{id}/sending")
	@PreAuthorize("hasAuthority('credit:own:apply')")
	String askAgain(@PathVariable String no, @PathVariable UUID id) {
		parties.askAgain(no, id);
		return "redirect:/portal/loans/" + no + "/parties";
	}

	@PostMapping("/{id}/removal")
	@PreAuthorize("hasAuthority('credit:own:apply')")
	String remove(@PathVariable String no, @PathVariable UUID id) {
		parties.remove(no, id);
		return "redirect:/portal/loans/" + no + "/parties";
	}

}
