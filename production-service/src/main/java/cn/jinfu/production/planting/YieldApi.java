package cn.jinfu.production.planting;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.production.PlotKind;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/yield-standards")
@RequiredArgsConstructor
class YieldApi {

	record Table(List<YieldStandards.Standard> standards, List<YieldStandards.Proposal> proposals) {
	}

	record NewProposal(@NotBlank String crop, @NotNull PlotKind plotKind,
			@NotNull @Positive @Digits(integer = 6, fraction = 3) BigDecimal kgPerMu, @NotNull LocalDate validFrom,
			@NotBlank @Size(max = 100) String decidedBy) {
	}

	record Proposed(UUID id) {
	}

	record Declining(@NotBlank @Size(max = 200) String reason) {
	}

	private final YieldStandards yields;

	@GetMapping
	Table show() {
		return new Table(yields.all(), yields.open());
	}

	@PostMapping("/proposals")
	@ResponseStatus(HttpStatus.CREATED)
	Proposed propose(@Valid @RequestBody NewProposal body) {
		return new Proposed(yields.propose(new YieldStandards.Propose(body.crop(), body.plotKind(), body.kgPerMu(),
				body.validFrom(), body.decidedBy(), false)));
	}

	@PostMapping("/proposals/{id}/confirmation")
	Table confirm(@PathVariable UUID id) {
		yields.confirm(id);
		return show();
	}

	@PostMapping("/proposals/{id}/declining")
	Table decline(@PathVariable UUID id, @Valid @RequestBody Declining body) {
		yields.decline(id, body.reason());
		return show();
	}

}
