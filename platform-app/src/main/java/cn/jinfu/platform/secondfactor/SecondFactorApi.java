package cn.jinfu.platform.secondfactor;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
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

/** Which roles show a second factor, and the changes of that. */
@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('platform:second-factor:view')")
class SecondFactorApi {

	/**
	 * @param required true asks the role for its second factor, false lets it go without
	 */
	record NewRule(@NotBlank @Size(max = 40) String role, @NotNull Boolean required,
			@NotBlank @Size(min = 2, max = 200) String reason) {
	}

	record Reason(@NotBlank @Size(min = 2, max = 200) String reason) {
	}

	record Proposed(UUID id) {
	}

	private final SecondFactorRules rules;

	@GetMapping("/second-factor-rules")
	Paged<SecondFactorRules.Line> list(@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return Paged.slice(rules.all(), after, Paged.limit(limit), SecondFactorRules.Line::role);
	}

	/** What waits for its second person. */
	@GetMapping("/second-factor-changes")
	List<SecondFactorRules.Change> open() {
		return rules.open();
	}

	@PostMapping("/second-factor-changes")
	@ResponseStatus(HttpStatus.CREATED)
	Proposed propose(@Valid @RequestBody NewRule body) {
		return new Proposed(rules.proposeRule(body.role(), body.required(), body.reason()));
	}

	/** Asks for the reset of a lost telephone. */
	@PostMapping("/accounts/{id}/second-factor-reset")
	@ResponseStatus(HttpStatus.CREATED)
	Proposed reset(@PathVariable UUID id, @Valid @RequestBody Reason body) {
		return new Proposed(rules.proposeReset(id, body.reason()));
	}

	@PostMapping("/second-factor-changes/{id}/confirmation")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void confirm(@PathVariable UUID id) {
		rules.confirm(id);
	}

	@PostMapping("/second-factor-changes/{id}/declining")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void decline(@PathVariable UUID id, @Valid @RequestBody Reason body) {
		rules.decline(id, body.reason());
	}

}
