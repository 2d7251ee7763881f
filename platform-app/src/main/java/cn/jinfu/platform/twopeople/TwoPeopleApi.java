package cn.jinfu.platform.twopeople;

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

/** The steps that take two people, and the changes of that. */
@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('platform:two-people:view')")
class TwoPeopleApi {

	/**
	 * @param required true takes two people again, false lets one person do both
	 */
	record NewChange(@NotBlank @Size(max = 60) String step, @NotNull Boolean required,
			@NotBlank @Size(min = 2, max = 200) String reason) {
	}

	record Proposed(UUID id) {
	}

	record Declining(@NotBlank @Size(min = 2, max = 200) String reason) {
	}

	private final TwoPeopleSteps steps;

	@GetMapping("/two-person-steps")
	Paged<TwoPeopleSteps.Line> list(@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return Paged.slice(steps.all(), after, Paged.limit(limit), TwoPeopleSteps.Line::step);
	}

	/** What waits for its second person. */
	@GetMapping("/two-person-step-changes")
	List<TwoPeopleSteps.Change> open() {
		return steps.open();
	}

	@PostMapping("/two-person-step-changes")
	@ResponseStatus(HttpStatus.CREATED)
	Proposed propose(@Valid @RequestBody NewChange body) {
		return new Proposed(steps.propose(body.step(), body.required(), body.reason()));
	}

	@PostMapping("/two-person-step-changes/{id}/confirmation")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void confirm(@PathVariable UUID id) {
		steps.confirm(id);
	}

	@PostMapping("/two-person-step-changes/{id}/declining")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void decline(@PathVariable UUID id, @Valid @RequestBody Declining body) {
		steps.decline(id, body.reason());
	}

}
