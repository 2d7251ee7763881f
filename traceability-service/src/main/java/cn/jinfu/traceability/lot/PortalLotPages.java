package cn.jinfu.traceability.lot;

import java.util.UUID;

import cn.jinfu.kernel.Actor;
import lombok.RequiredArgsConstructor;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * What the farm picked, and what it may do with it now: certificate, labels, sale; or why
 * not, and what to do.
 */
@Controller
@RequestMapping("/portal/lots")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('trace:lot:view')")
class PortalLotPages {

	private final LotQueries queries;

	@GetMapping
	String list(Model model) {
		model.addAttribute("lots", queries.list(LotQueries.Filter.ofMember(Actor.current().memberId(), 50)).items());
		return "traceability/portal/lots";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("lot", queries.view(id));
		var document = queries.document(id);
		model.addAttribute("chain", document.steps().reversed());
		model.addAttribute("score", document.score());
		model.addAttribute("mendings", queries.mendings(id, document));
		model.addAttribute("tests", queries.tests(id));
		model.addAttribute("labels", queries.labels(id));
		return "traceability/portal/lot";
	}

}
