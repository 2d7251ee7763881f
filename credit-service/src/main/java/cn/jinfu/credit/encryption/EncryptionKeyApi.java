package cn.jinfu.credit.encryption;

import java.time.LocalDate;
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

/** Keys for personal data, for the people who agree on them. */
@RestController
@RequestMapping("/api/v1/encryption-keys")
@RequiredArgsConstructor
class EncryptionKeyApi {

	record NewEncryptionKey(@NotBlank @Size(max = 60) String clientId, @NotBlank @Size(max = 4000) String jwk,
			@NotNull LocalDate validTo) {
	}

	record EncryptionKeyEnding(@NotBlank @Size(min = 2, max = 200) String reason) {
	}

	record CreatedEncryptionKey(UUID id) {
	}

	private final EncryptionKeys keys;

	@GetMapping
	@PreAuthorize("hasAuthority('credit:partner-key:view')")
	Paged<EncryptionKey> list(@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return keys.all(after, Paged.limit(limit));
	}

	@PostMapping
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	@ResponseStatus(HttpStatus.CREATED)
	CreatedEncryptionKey propose(@Valid @RequestBody NewEncryptionKey body) {
		return new CreatedEncryptionKey(keys.propose(body.clientId(), body.jwk(), body.validTo()));
	}

	@PostMapping("/{id}/confirmation")
	@PreAuthorize("hasAuthority('credit:partner-key:confirm')")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void confirm(@PathVariable UUID id) {
		keys.confirm(id);
	}

	@PostMapping("/{id}/ending")
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void end(@PathVariable UUID id, @Valid @RequestBody EncryptionKeyEnding body) {
		keys.end(id, body.reason());
	}

}
