package cn.jinfu.production.input;

import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.production.InputKind;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
@RequestMapping("/console/agri-inputs")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:input:view')")
class InputPages {

	private final InputCatalogue catalogue;

	private final BusinessClock clock;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable InputKind kind, Model model) {
		model.addAttribute("inputs", catalogue.search(q, kind, 200));
		model.addAttribute("kinds", InputKind.values());
		return "production/console/agri-inputs";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("input", catalogue.require(id));
		model.addAttribute("standing", catalogue.standing(id, clock.today()));
		model.addAttribute("rules", catalogue.allRules(id));
		return "production/console/agri-input";
	}

}
