package cn.jinfu.member.erasure;

import java.util.UUID;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.kernel.web.AskedAgain;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Requests for deletion, at the counter, at the desk that decides, and on the phone. */
@Controller
@RequiredArgsConstructor
class ErasurePages {

	private static final String PATH = "/console/erasures";

	private static final String PAGE = "member/erasure/erasures";

	private static final String PHONE = "/portal/my-data/deletion";

	record RequestForm(@Nullable @NotBlank @Size(max = 18) String idNumber,
			@Nullable @NotBlank @Size(max = 60) String name,
			@Nullable @NotBlank @Size(min = 2, max = 400) String reason) {
	}

	private final ErasureDesk desk;

	private final MessageSource messages;

	@GetMapping(PATH)
	@PreAuthorize("hasAuthority('member:erasure:view')")
	String list(Model model) {
		model.addAttribute("erasures", desk.all());
		model.addAttribute("form", new RequestForm(null, null, null));
		return PAGE;
	}

	@PostMapping(PATH)
	@PreAuthorize("hasAuthority('member:erasure:request')")
	ModelAndView request(@Valid @ModelAttribute("form") RequestForm form, BindingResult errors, Model model) {
		model.addAttribute("erasures", desk.all());
		return Forms.submit(errors, () -> {
			var card = form.idNumber();
			var name = form.name();
			var reason = form.reason();
			if (card != null && name != null && reason != null) {
				desk.requestFor(new ResidentId(card.strip()), name, reason);
			}
		}, PATH, PAGE);
	}

	@PostMapping(PATH + "/{id}/approval")
	@PreAuthorize("hasAuthority('member:erasure:decide')")
	ModelAndView erase(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version, Model model) {
		return act(id + "/approval", reason, () -> desk.erase(id, reason, version), model);
	}

	@PostMapping(PATH + "/{id}/refusal")
	@PreAuthorize("hasAuthority('member:erasure:decide')")
	ModelAndView refuse(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version, Model model) {
		return act(id + "/refusal", reason, () -> desk.refuse(id, reason, version), model);
	}

	private ModelAndView act(String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit(PATH + "/" + action, typed, command, PATH,
				() -> new ModelAndView(list(model), model.asMap()), messages);
	}

	@GetMapping(PHONE)
	@PreAuthorize("hasAuthority('portal:open')")
	String own(Model model) {
		model.addAttribute("erasure", desk.own().orElse(null));
		return "member/portal/deletion";
	}

	@PostMapping(PHONE)
	@PreAuthorize("hasAuthority('portal:open')")
	@AskedAgain(back = PHONE)
	ModelAndView ask(@RequestParam String reason, Model model) {
		return RefusedAct.submit(PHONE, reason, () -> desk.requestOwn(reason), PHONE,
				() -> new ModelAndView(own(model), model.asMap()), messages);
	}

	@PostMapping(PHONE + "/withdrawal")
	@PreAuthorize("hasAuthority('portal:open')")
	String withdraw() {
		desk.withdrawOwn();
		return "redirect:" + PHONE;
	}

}
