package cn.jinfu.traceability.quota;

import java.math.BigDecimal;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/label-quotas")
@RequiredArgsConstructor
class QuotaApi {

	record Release(@NotNull @Positive @Digits(integer = 9, fraction = 3) BigDecimal kg,
			@NotBlank @Size(max = 400) String evidence) {
	}

	/**
	 * @param lossPct of the cap, in a hundred
	 * @param photoFile evidence, stored before
	 */
	record Cut(@NotNull @Positive @DecimalMax("100") @Digits(integer = 3, fraction = 2) BigDecimal lossPct,
			@NotBlank @Size(max = 400) String evidence, @Nullable UUID photoFile) {
	}

	record Decision(@NotNull Boolean agreed, @NotNull Long version) {
	}

	private final LabelQuotaCommands commands;

	private final LabelQuotaQueries queries;

	@GetMapping
	Paged<QuotaView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(q, memberId, after, Paged.limit(limit));
	}

	@GetMapping("/{id}")
	QuotaView.File show(@PathVariable UUID id) {
		return queries.file(id);
	}

	@PostMapping("/{id}/releases")
	@ResponseStatus(HttpStatus.CREATED)
	QuotaView.File ask(@PathVariable UUID id, @Valid @RequestBody Release body) {
		commands.ask(id, body.kg(), body.evidence());
		return queries.file(id);
	}

	@PostMapping("/{id}/cuts")
	@ResponseStatus(HttpStatus.CREATED)
	QuotaView.File askCut(@PathVariable UUID id, @Valid @RequestBody Cut body) {
		commands.askCut(id, body.lossPct(), body.evidence(), body.photoFile());
		return queries.file(id);
	}

	@PostMapping("/{id}/releases/{release}/decision")
	QuotaView.File decide(@PathVariable UUID id, @PathVariable UUID release, @Valid @RequestBody Decision body) {
		commands.decide(id, release, body.agreed(), body.version());
		return queries.file(id);
	}

}
