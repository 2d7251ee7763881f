package cn.jinfu.traceability.codecase;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Money for a complaint that was found true: granted on the case, paid at the counter.
 */
@RestController
@RequiredArgsConstructor
class RewardApi {

	private static final int SHOWN = 100;

	/** The receipt of the complaint that is rewarded. */
	record NewReward(@NotBlank @Size(max = 40) String reference,
			@NotNull @Positive @Digits(integer = 10, fraction = 2) BigDecimal amount) {
	}

	record Payment(@NotBlank @Size(max = 40) String reference) {
	}

	private final Rewards rewards;

	@GetMapping("/api/v1/code-cases/{id}/rewards")
	List<Rewards.Due> ofCase(@PathVariable UUID id) {
		return rewards.ofCase(id);
	}

	@PostMapping("/api/v1/code-cases/{id}/rewards")
	@ResponseStatus(HttpStatus.CREATED)
	List<Rewards.Due> grant(@PathVariable UUID id, @Valid @RequestBody NewReward body) {
		rewards.grant(id, body.reference(), body.amount());
		return rewards.ofCase(id);
	}

	/** Granted and not fetched yet, the oldest first. */
	@GetMapping("/api/v1/complaint-rewards")
	List<Rewards.Due> open() {
		return rewards.open(SHOWN);
	}

	@GetMapping("/api/v1/complaint-rewards/{reference}")
	Rewards.Due show(@PathVariable String reference) {
		return rewards.find(reference).orElseThrow(() -> new NotFound("trace.reward.none", reference));
	}

	@PostMapping("/api/v1/complaint-rewards/payment")
	Rewards.Due pay(@Valid @RequestBody Payment body) {
		rewards.pay(body.reference());
		return show(body.reference());
	}

}
