package cn.jinfu.platform.account;

import lombok.RequiredArgsConstructor;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** By which apps of his phone a member logs in, and how he takes it back. */
@Controller
@RequestMapping("/portal/sign-ins")
@PreAuthorize("hasAuthority('portal:open')")
@RequiredArgsConstructor
class SignInPages {

	private final SignIns signIns;

	@GetMapping
	String own(Model model) {
		model.addAttribute("bound", signIns.own());
		return "platform/account/sign-ins";
	}

	@PostMapping("/{name}/removal")
	String untie(@PathVariable String name) {
		signIns.untie(name);
		return "redirect:/portal/sign-ins";
	}

}
