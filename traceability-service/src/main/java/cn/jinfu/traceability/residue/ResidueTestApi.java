package cn.jinfu.traceability.residue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.traceability.residue.ResidueTest.TestKind;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DateTimeFormat;
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
@RequestMapping("/api/v1/residue-tests")
@RequiredArgsConstructor
class ResidueTestApi {

	/**
	 * Milligrams per kilogram.
	 *
	 * @param result absent when nothing was detected
	 */
	record NewItem(@NotBlank @Size(max = 60) String pesticide,
			@Nullable @DecimalMin("0") @Digits(integer = 6, fraction = 6) BigDecimal result,
			@NotNull @Positive @Digits(integer = 6, fraction = 6) BigDecimal loq) {
	}

	/**
	 * @param lotId absent when the sample speaks for the whole planting
	 * @param food absent: the crop's own name in the standard
	 */
	record NewTest(@NotNull UUID plantingId, @Nullable UUID lotId, @Nullable @Size(max = 60) String food,
			@NotNull TestKind kind, @NotBlank @Size(max = 100) String laboratory,
			@Nullable @Size(max = 60) String method, @NotBlank @Size(max = 60) String reportNo,
			@NotNull LocalDate sampledOn, @NotEmpty @Size(max = 300) List<@Valid NewItem> items) {
	}

	record Confirmation(@NotNull Long version) {
	}

	record Return(@NotBlank @Size(max = 300) String reason, @NotNull Long version) {
	}

	private final ResidueCommands commands;

	private final ResidueQueries queries;

	@GetMapping
	Paged<ResidueView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable ResidueTestStatus status,
			@RequestParam(required = false) @Nullable Verdict verdict,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries
			.list(new ResidueQueries.Filter(q, status, verdict, memberId, from, to, after, Paged.limit(limit)));
	}

	@GetMapping("/{id}")
	ResidueView show(@PathVariable UUID id) {
		return queries.view(id);
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	ResidueView enter(@Valid @RequestBody NewTest body) {
		var method = body.method();
		return queries.view(commands.enter(new ResidueCommands.Enter(body.plantingId(), body.lotId(), body.food(),
				body.kind(), body.laboratory(), (method != null) ? method : "", body.reportNo(), body.sampledOn(),
				body.items()
					.stream()
					.map(it -> new ResidueCommands.Line(it.pesticide(), it.result(), it.loq()))
					.toList(),
				null)));
	}

	@PostMapping("/{id}/confirmation")
	ResidueView confirm(@PathVariable UUID id, @Valid @RequestBody Confirmation body) {
		commands.confirm(id, body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/return")
	ResidueView reject(@PathVariable UUID id, @Valid @RequestBody Return body) {
		commands.reject(id, body.reason(), body.version());
		return queries.view(id);
	}

}
