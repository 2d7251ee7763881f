package cn.jinfu.production.service.trust;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Trusteeships within the caller's reach. */
@RestController
@RequestMapping("/api/v1/trust-contracts")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:service:view')")
class TrustApi {

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
