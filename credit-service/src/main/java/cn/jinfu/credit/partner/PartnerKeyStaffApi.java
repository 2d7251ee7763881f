package cn.jinfu.credit.partner;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Keys of banks' messages, for the people who agree on them. */
@RestController
@RequestMapping("/api/v1/partner-keys")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('credit:partner-key:view')")
class PartnerKeyStaffApi {

	record PartnerKeyResource(UUID id, String clientId, String bank, String kid, SignatureAlgorithm algorithm,
			@Nullable String publicKey, KeyStatus status, LocalDate validTo, @Nullable String proposedName,
			@Nullable String confirmedName) {

		static PartnerKeyResource of(PartnerKeyDesk.Line line) {
			var it = line.key();
			return new PartnerKeyResource(it.id(), it.clientId(), line.bankName(), it.kid(), it.algorithm(),
					it.publicKey(), it.status(), it.validTo(), it.proposedName(), it.confirmedName());
		}

	}

	record NewPartnerKey(@NotBlank @Size(max = 60) String clientId, @NotBlank @Size(max = 60) String kid,
			@NotNull SignatureAlgorithm algorithm, @NotBlank @Size(max = 200) String publicKey,
			@NotNull LocalDate validTo) {
	}

	record Ending(@NotBlank @Size(min = 2, max = 200) String reason) {
	}

	record RegisteredEnding(@NotBlank @Size(max = 60) String clientId, @NotBlank @Size(max = 60) String kid,
			@NotBlank @Size(min = 2, max = 200) String reason) {
	}

	record Created(UUID id) {
	}

	private final PartnerKeyDesk desk;

	/** All of them: a bank has a few. */
	@GetMapping
	List<PartnerKeyResource> list() {
		return desk.all().stream().map(PartnerKeyResource::of).toList();
	}

	@PostMapping
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	@ResponseStatus(HttpStatus.CREATED)
	Created propose(@Valid @RequestBody NewPartnerKey body) {
		return new Created(
				desk.propose(body.clientId(), body.kid(), body.algorithm(), body.publicKey(), body.validTo()));
	}

	@PostMapping("/{id}/proposal")
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void propose(@PathVariable UUID id) {
		desk.propose(id);
	}

	@PostMapping("/{id}/confirmation")
	@PreAuthorize("hasAuthority('credit:partner-key:confirm')")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void confirm(@PathVariable UUID id) {
		desk.confirm(id);
	}

	@PostMapping("/{id}/ending")
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void end(@PathVariable UUID id, @Valid @RequestBody Ending body) {
		desk.end(id, body.reason());
	}

	/** Of the key that came with the registration of the client. */
	@PostMapping("/registered-endings")
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void endRegistered(@Valid @RequestBody RegisteredEnding body) {
		desk.endRegistered(body.clientId(), body.kid(), body.reason());
	}

}
