package cn.jinfu.credit.partner;

import java.util.List;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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

/** Levels in which banks' machines go live, for the people who agree on them. */
@RestController
@RequestMapping("/api/v1/partner-levels")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('credit:partner-key:view')")
class PartnerLevelApi {

	record NewLevel(@NotBlank @Size(max = 60) String clientId,
			@NotNull @Min(1) @Max(PartnerLevels.HIGHEST) @Nullable Integer level) {
	}

	record LevelEnding(@NotBlank @Size(min = 2, max = 200) String reason) {
	}

	record LevelCreated(UUID id) {
	}

	private final PartnerLevels levels;

	/** Of one bank, with what has ended. */
	@GetMapping
	List<PartnerLevels.LevelLine> list(@RequestParam String clientId) {
		return levels.ofBank(clientId);
	}

	@PostMapping
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	@ResponseStatus(HttpStatus.CREATED)
	LevelCreated propose(@Valid @RequestBody NewLevel body) {
		var level = body.level();
		return new LevelCreated(levels.propose(body.clientId(), (level != null) ? level : 0));
	}

	@PostMapping("/{id}/confirmation")
	@PreAuthorize("hasAuthority('credit:partner-key:confirm')")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void confirm(@PathVariable UUID id) {
		levels.confirm(id);
	}

	@PostMapping("/{id}/ending")
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void end(@PathVariable UUID id, @Valid @RequestBody LevelEnding body) {
		levels.end(id, body.reason());
	}

}
