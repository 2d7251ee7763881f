package cn.jinfu.production.rule;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import jakarta.validation.Valid;
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

@RestController
@RequestMapping("/api/v1/production-rules")
@RequiredArgsConstructor
class FieldRuleApi {

	/**
	 * @param current what holds today
	 */
	record Table(RuleDays current, List<FieldRules.Decided> decided, List<FieldRules.Proposal> proposals) {
	}

	record NewProposal(@NotNull Integer ordinaryDays, @NotNull Integer reasonAfterDays, @NotNull Integer acceptWarnDays,
			@NotNull Integer acceptDays, @NotNull LocalDate validFrom, @NotBlank @Size(max = 100) String decidedBy) {
	}

	record Proposed(UUID id) {
	}

	record Declining(@NotBlank @Size(max = 200) String reason) {
	}

	private final FieldRules rules;

	@GetMapping
	Table show() {
		return new Table(rules.current(), rules.all(), rules.open());
	}

	@PostMapping("/proposals")
	@ResponseStatus(HttpStatus.CREATED)
	Proposed propose(@Valid @RequestBody NewProposal body) {
		return new Proposed(rules.propose(new FieldRules.Propose(
				new RuleDays(body.ordinaryDays(), body.reasonAfterDays(), body.acceptWarnDays(), body.acceptDays()),
				body.validFrom(), body.decidedBy())));
	}

	@PostMapping("/proposals/{id}/confirmation")
	Table confirm(@PathVariable UUID id) {
		rules.confirm(id);
		return show();
	}

	@PostMapping("/proposals/{id}/declining")
	Table decline(@PathVariable UUID id, @Valid @RequestBody Declining body) {
		rules.decline(id, body.reason());
		return show();
	}

}
