package cn.jinfu.production.fieldcase;

import java.util.UUID;

import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** 核查单 on the phone: what to do now and whom to ring. */
@Controller
@RequestMapping("/portal/field-cases")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('portal:open') and hasAuthority('production:operation:record')")
class PortalFieldCasePages {

	private final FieldCases cases;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String after, Model model) {
		model.addAttribute("page", cases.list(new FieldCases.Filter(null, null, null, after, 20)));
		return "production/fieldcase/portal-cases";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("it", cases.view(id));
		return "production/fieldcase/portal-case";
	}

}
