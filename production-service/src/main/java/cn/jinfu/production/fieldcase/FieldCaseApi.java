package cn.jinfu.production.fieldcase;

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

@RestController
@RequestMapping("/api/v1/field-cases")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:operation:view')")
class FieldCaseApi {

	record Look(@NotNull LocalDate on, @NotBlank @Size(max = 500) String finding, @NotNull Long version) {
	}

	record Closing(@NotNull CaseConclusion conclusion, @NotBlank @Size(max = 500) String closing,
			@NotNull Long version) {
	}

	private final FieldCases cases;

	@GetMapping
	Paged<FieldCaseView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable FieldCaseState state,
			@RequestParam(required = false) @Nullable CaseKind kind,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return cases.list(new FieldCases.Filter(q, state, kind, after, Paged.limit(limit)));
	}

	@GetMapping("/{id}")
	FieldCaseView show(@PathVariable UUID id) {
		return cases.view(id);
	}

	@PostMapping("/{id}/look")
	@PreAuthorize("hasAuthority('production:use:decide')")
	FieldCaseView look(@PathVariable UUID id, @Valid @RequestBody Look body) {
		cases.look(id, body.on(), body.finding(), body.version());
		return cases.view(id);
	}

	@PostMapping("/{id}/closing")
	@PreAuthorize("hasAuthority('production:use:decide')")
	FieldCaseView close(@PathVariable UUID id, @Valid @RequestBody Closing body) {
		cases.close(id, body.conclusion(), body.closing(), body.version());
		return cases.view(id);
	}

}
