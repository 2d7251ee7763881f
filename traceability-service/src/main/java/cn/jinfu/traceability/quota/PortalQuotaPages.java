package cn.jinfu.traceability.quota;

import java.util.UUID;

import cn.jinfu.kernel.Actor;
import lombok.RequiredArgsConstructor;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** How many kilograms of what it grows the farm may still label. */
@Controller
@RequestMapping("/portal/label-quotas")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('trace:label:order')")
class PortalQuotaPages {

	private final LabelQuotaQueries queries;

	@GetMapping
	String list(Model model) {
		model.addAttribute("quotas",
				queries.ofMember(Actor.current().memberId()).stream().filter(it -> it.capKg().signum() > 0).toList());
		return "traceability/brand/portal-quotas";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("file", queries.file(id));
		return "traceability/brand/portal-quota";
	}

}
