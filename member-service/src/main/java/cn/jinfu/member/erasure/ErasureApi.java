package cn.jinfu.member.erasure;

import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.ResidentId;
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

/** Requests that what is kept of a person be deleted. */
@RestController
@RequestMapping("/api/v1/erasures")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('member:erasure:view')")
class ErasureApi {

	record NewRequest(@NotBlank @Size(max = 18) String idNumber, @NotBlank @Size(max = 60) String name,
			@NotBlank @Size(min = 2, max = 400) String reason) {
	}

	record Requested(UUID id) {
	}

	record Decision(@NotBlank @Size(min = 2, max = 400) String reason, @NotNull Long version) {
	}

	private final ErasureDesk desk;

	@GetMapping
	Paged<ErasureDesk.View> list(@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return Paged.slice(desk.all(), after, Paged.limit(limit), it -> it.id().toString());
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	@PreAuthorize("hasAuthority('member:erasure:request')")
	Requested request(@Valid @RequestBody NewRequest body) {
		return new Requested(desk.requestFor(new ResidentId(body.idNumber().strip()), body.name(), body.reason()));
	}

	/** Deletes for good. */
	@PostMapping("/{id}/approval")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@PreAuthorize("hasAuthority('member:erasure:decide')")
	void erase(@PathVariable UUID id, @Valid @RequestBody Decision body) {
		desk.erase(id, body.reason(), body.version());
	}

	@PostMapping("/{id}/refusal")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@PreAuthorize("hasAuthority('member:erasure:decide')")
	void refuse(@PathVariable UUID id, @Valid @RequestBody Decision body) {
		desk.refuse(id, body.reason(), body.version());
	}

}
