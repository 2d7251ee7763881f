package cn.jinfu.traceability.certificate;

import java.math.BigDecimal;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Paged;
import cn.jinfu.traceability.certificate.Certificate.CertificateBasis;
import cn.jinfu.traceability.certificate.Certificate.CertificateStatus;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
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

@RestController
@RequestMapping("/api/v1/certificates")
@RequiredArgsConstructor
class CertificateApi {

	/**
	 * @param phone to be printed; absent: the register's own, masked
	 */
	record NewCertificate(@NotNull UUID lotId, @NotNull @Positive @Digits(integer = 9, fraction = 3) BigDecimal kg,
			@NotEmpty Set<@NotNull CertificateBasis> basis, @Nullable @Size(max = 20) String phone) {
	}

	record Void(@NotBlank @Size(max = 300) String reason, @NotNull Long version) {
	}

	private final CertificateCommands commands;

	private final CertificateQueries queries;

	@GetMapping
	Paged<CertificateView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable CertificateStatus status,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(new CertificateQueries.Filter(q, status, memberId, after, Paged.limit(limit)));
	}

	@GetMapping("/{id}")
	CertificateView show(@PathVariable UUID id) {
		return queries.view(id);
	}

	@PostMapping
	@PreAuthorize("hasAuthority('trace:certificate:issue')")
	@ResponseStatus(HttpStatus.CREATED)
	CertificateView issue(@Valid @RequestBody NewCertificate body) {
		var phone = body.phone();
		return queries.view(commands.issue(Actor.current().memberId(), body.lotId(), body.kg(), body.basis(),
				(phone != null) ? new MobileNumber(phone) : null));
	}

	@PostMapping("/{id}/void")
	CertificateView voidIt(@PathVariable UUID id, @Valid @RequestBody Void body) {
		commands.voidIt(id, body.reason(), body.version());
		return queries.view(id);
	}

}
