package cn.jinfu.traceability.brand;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What the parts of the annual review weigh: one asks, another decides. */
@RestController
@RequestMapping("/api/v1/review-weights")
@RequiredArgsConstructor
class ReviewWeightApi {

	/** Together a hundred. */
	record NewWeights(@NotNull @Min(0) @Max(100) Integer tests, @NotNull @Min(0) @Max(100) Integer completeness,
			@NotNull @Min(0) @Max(100) Integer complaints, @NotNull @Min(0) @Max(100) Integer labels,
			@NotNull @Min(0) @Max(100) Integer sales, @NotNull LocalDate validFrom,
			@NotBlank @Size(max = 100) String decision) {
	}

	record WeightDecision(@NotNull Boolean agreed, @NotNull Long version) {
	}

	private final ReviewWeights weights;

	/** Every edition, the latest first. */
	@GetMapping
	List<ReviewWeights.Edition> list() {
		return weights.all();
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	ReviewWeights.Edition ask(@Valid @RequestBody NewWeights body) {
		return edition(weights.ask(new ReviewWeights.Asked(body.tests(), body.completeness(), body.complaints(),
				body.labels(), body.sales(), body.validFrom(), body.decision())));
	}

	@PostMapping("/{id}/decision")
	ReviewWeights.Edition decide(@PathVariable UUID id, @Valid @RequestBody WeightDecision body) {
		weights.decide(id, body.agreed(), body.version());
		return edition(id);
	}

	private ReviewWeights.Edition edition(UUID id) {
		return weights.view(id);
	}

}
