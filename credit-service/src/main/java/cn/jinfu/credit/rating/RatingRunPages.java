package cn.jinfu.credit.rating;

import java.util.UUID;

import cn.jinfu.kernel.Paged;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Batch ratings at the desk. */
@Controller
@RequestMapping("/console/rating-runs")
@RequiredArgsConstructor
class RatingRunPages {

	private static final String BACK = "redirect:/console/rating-runs/";

	private final RatingRunDesk desk;

	@GetMapping
	@PreAuthorize("hasAuthority('credit:rating:view')")
	String list(Model model) {
		model.addAttribute("runs", desk.list());
		return "credit/run/list";
	}

	@PostMapping
	@PreAuthorize("hasAuthority('credit:rating:batch')")
	String start() {
		return BACK + desk.start();
	}

	@GetMapping("/{id}")
	@PreAuthorize("hasAuthority('credit:rating:view')")
	String show(@PathVariable UUID id, @RequestParam(required = false) @Nullable RowOutcome outcome,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("c", desk.show(id));
		model.addAttribute("page", desk.rows(id, outcome, after, Paged.limit(limit)));
		model.addAttribute("outcomes", RowOutcome.values());
		return "credit/run/run";
	}

	@PostMapping("/{id}/pause")
	@PreAuthorize("hasAuthority('credit:rating:batch')")
	String pause(@PathVariable UUID id) {
		desk.pause(id);
		return BACK + id;
	}

	@PostMapping("/{id}/resumption")
	@PreAuthorize("hasAuthority('credit:rating:batch')")
	String resume(@PathVariable UUID id) {
		desk.resume(id);
		return BACK + id;
	}

	@PostMapping("/{id}/stop")
	@PreAuthorize("hasAuthority('credit:rating:batch')")
	String stop(@PathVariable UUID id) {
		desk.stop(id);
		return BACK + id;
	}

}
