package cn.jinfu.traceability.lot;

import java.util.UUID;

import cn.jinfu.kernel.Actor;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

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
	String list(@RequestParam(required = false) @Nullable String after, Model model) {
		model.addAttribute("page", queries.list(LotQueries.Filter.ofMember(Actor.current().memberId(), after, 50)));
		return "traceability/portal/lots";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, @RequestParam(required = false) @Nullable String labels, Model model) {
		model.addAttribute("lot", queries.view(id));
		var document = queries.document(id);
		model.addAttribute("chain", document.chain());
		model.addAttribute("score", document.score());
		model.addAttribute("mendings", queries.mendings(id, document));
		model.addAttribute("tests", queries.tests(id));
		model.addAttribute("labels", queries.labels(id, labels, LotPages.ROWS));
		return "traceability/portal/lot";
	}

}
