package cn.jinfu.platform.review;

import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.PublicReviews;
import cn.jinfu.kernel.PublicReviews.PublicStatus;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The queue of what is to be public, for programs. */
@RestController
@RequestMapping("/api/v1/public-reviews")
@RequiredArgsConstructor
class PublicReviewApi {

	/**
	 * @param reason needed when it is not shown
	 */
	record ReviewDecision(@NotNull Boolean shown, @Nullable @Size(max = 300) String reason, @NotNull Long version) {
	}

	private final PublicReviews reviews;

	@GetMapping
	Paged<PublicReviews.Item> list(@RequestParam(defaultValue = "WAITING") PublicStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return reviews.list(status, after, Paged.limit(limit));
	}

	@GetMapping("/{id}")
	PublicReviews.Item show(@PathVariable UUID id) {
		return reviews.view(id);
	}

	@PostMapping("/{id}/decision")
	PublicReviews.Item decide(@PathVariable UUID id, @Valid @RequestBody ReviewDecision body) {
		reviews.decide(id, body.shown(), body.reason(), body.version());
		return reviews.view(id);
	}

}
