package cn.jinfu.traceability.residue;

import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Which limit applies to a food, and where it stands. */
@Controller
@RequestMapping("/console/residue-limits")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('trace:test:view')")
class LimitPages {

	private final LimitQueries limits;

	@GetMapping
	String look(@RequestParam(required = false) @Nullable String edition,
			@RequestParam(required = false) @Nullable String food, @RequestParam(required = false) @Nullable String q,
			Model model) {
		var editions = limits.editions();
		var chosen = editions.stream().filter(it -> it.code().equals(edition)).findFirst().orElse(editions.getFirst());
		model.addAttribute("editions", editions);
		model.addAttribute("edition", chosen);
		model.addAttribute("foods", limits.foods());
		model.addAttribute("food", (food != null) ? food : "");
		model.addAttribute("q", (q != null) ? q : "");
		model.addAttribute("rows",
				limits.look(chosen.code(), (food != null) ? food.strip() : "", (q != null) ? q : ""));
		return "traceability/console/residue-limits";
	}

}
