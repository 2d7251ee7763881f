package cn.jinfu.platform.review;

import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.PublicReviews;
import cn.jinfu.kernel.PublicReviews.PublicStatus;
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

/** The queue: words and pictures, each shown or not. */
@Controller
@RequestMapping("/console/public-reviews")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('" + PublicReviews.MAY + "')")
class PublicReviewPages {

	private final PublicReviews reviews;

	@GetMapping
	String list(@RequestParam(defaultValue = "WAITING") PublicStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", reviews.list(status, after, Paged.limit(limit)));
		model.addAttribute("statuses", PublicStatus.values());
		return "platform/review/list";
	}

	@PostMapping("/{id}/decision")
	String decide(@PathVariable UUID id, @RequestParam boolean shown,
			@RequestParam(required = false) @Nullable String reason, @RequestParam long version) {
		reviews.decide(id, shown, reason, version);
		return "redirect:/console/public-reviews";
	}

}
