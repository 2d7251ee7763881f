package cn.jinfu.production.service.trust;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Trusteeships within the caller's reach. */
@RestController
@RequestMapping("/api/v1/trust-contracts")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:service:view')")
class TrustApi {

	/**
	 * @param areaMu of the plot, as far as it is entrusted
	 */
	record Field(@NotNull UUID plotId, @NotNull @Digits(integer = 8, fraction = 4) BigDecimal areaMu) {
	}

	record Part(@NotNull LocalDate dueOn, @NotNull @Digits(integer = 3, fraction = 2) BigDecimal percent) {
	}

	/**
	 * @param shareRate of what is above the promise, 0 to 1; absent for none
	 * @param villageRate of the fee, 0 to 1; absent for none
	 */
	record Draft(@NotNull UUID memberId, @NotNull UUID providerId, @NotBlank String crop, @NotNull LocalDate beginsOn,
			@NotNull LocalDate endsOn, @NotBlank @Size(max = 500) String items, @NotNull BigDecimal promiseKgMu,
			@NotNull Money feeMu, @NotNull Money refPrice, @Nullable BigDecimal shareRate,
			@Nullable BigDecimal villageRate, @Nullable @Size(max = 60) String villageName,
			@NotEmpty @Size(max = 200) List<@Valid Field> plots, @NotEmpty @Size(max = 24) List<@Valid Part> parts) {

		TrustTerms terms() {
			return new TrustTerms(crop, beginsOn, endsOn, items, promiseKgMu, feeMu, refPrice,
					Objects.requireNonNullElse(shareRate, BigDecimal.ZERO),
					Objects.requireNonNullElse(villageRate, BigDecimal.ZERO), villageName,
					parts.stream().map(it -> new TrustTerms.Part(it.dueOn(), it.percent())).toList());
		}

	}

	record Seen(@NotNull Long version) {
	}

	record Reasoned(@NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	/**
	 * @param excuse the accepted 不可抗力 in words; absent for none
	 */
	record Settlement(@NotNull BigDecimal yieldKg, @Nullable @Size(max = 300) String excuse, @NotNull Long version) {
	}

	record Completion(@NotNull LocalDate on, @NotBlank @Size(max = 60) String ref, @NotNull Long version) {
	}

	private final TrustCommands commands;

	private final TrustQueries queries;

	@GetMapping
	Paged<TrustView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable TrustState state,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(new TrustQueries.Filter(q, state, after, Paged.limit(limit)));
	}

	@GetMapping("/{id}")
	TrustView show(@PathVariable UUID id) {
		return queries.view(id);
	}

	@PostMapping
	@PreAuthorize("hasAuthority('production:trust:draft')")
	@ResponseStatus(HttpStatus.CREATED)
	TrustView draft(@Valid @RequestBody Draft body) {
		return queries.view(commands.draft(body.memberId(), body.providerId(), body.terms(),
				body.plots().stream().map(it -> new TrustTerms.Entrusted(it.plotId(), it.areaMu())).toList()));
	}

	@PostMapping("/{id}/farm-signature")
	@PreAuthorize("hasAuthority('production:service:order')")
	TrustView signForFarm(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		commands.signForFarm(id, body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/provider-signature")
	@PreAuthorize("hasAuthority('production:service:provide')")
	TrustView signForProvider(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		commands.signForProvider(id, body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/discarding")
	@PreAuthorize("hasAuthority('production:trust:draft')")
	TrustView discard(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		commands.discard(id, body.reason(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/termination")
	@PreAuthorize("hasAuthority('production:trust:draft')")
	TrustView terminate(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		commands.terminate(id, body.reason(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/settlement")
	@PreAuthorize("hasAuthority('production:trust:settle')")
	TrustView settle(@PathVariable UUID id, @Valid @RequestBody Settlement body) {
		commands.settle(id, body.yieldKg(), body.excuse(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/confirmation")
	@PreAuthorize("hasAuthority('production:trust:confirm')")
	TrustView confirm(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		commands.confirm(id, body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/return")
	@PreAuthorize("hasAuthority('production:trust:confirm')")
	TrustView giveBack(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		commands.giveBack(id, body.reason(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/completion")
	@PreAuthorize("hasAuthority('production:trust:settle')")
	TrustView complete(@PathVariable UUID id, @Valid @RequestBody Completion body) {
		commands.complete(id, body.on(), body.ref(), body.version());
		return queries.view(id);
	}

	record Payment(@NotNull Integer no, @NotNull LocalDate on, @NotBlank @Size(max = 60) String ref) {
	}

	@PostMapping("/{id}/payments")
	@PreAuthorize("hasAuthority('production:service:provide')")
	TrustView.Detail bookPart(@PathVariable UUID id, @Valid @RequestBody Payment body) {
		commands.bookPart(id, body.no(), body.on(), body.ref(), null);
		return queries.detail(id);
	}

	@GetMapping("/{id}/terms")
	TrustView.Detail detail(@PathVariable UUID id) {
		return queries.detail(id);
	}

}
