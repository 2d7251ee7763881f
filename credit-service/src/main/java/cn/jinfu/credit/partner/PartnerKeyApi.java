package cn.jinfu.credit.partner;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import cn.jinfu.kernel.Actor;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A bank's own message keys, and the platform's, which verify its answers. */
@RestController
@RequestMapping("/api/partner/v1")
@RequiredArgsConstructor
class PartnerKeyApi {

	/**
	 * @param publicKey in base 64: 32 bytes of Ed25519, 65 of SM2; none for HMAC, whose
	 * secret is drawn here and told once
	 */
	record KeyBody(@NotBlank @Size(max = 60) @Pattern(regexp = "^[A-Za-z0-9][A-Za-z0-9._-]*$") String kid,
			@NotNull SignatureAlgorithm algorithm,
			@Nullable @Size(max = 200) @Pattern(regexp = "^[A-Za-z0-9+/=]+$") String publicKey,
			@NotNull LocalDate validTo) {
	}

	@JsonInclude(JsonInclude.Include.NON_NULL)
	record MessageKeyResource(@Size(max = 60) String kid, SignatureAlgorithm algorithm,
			@Nullable @Size(max = 200) String publicKey, KeyStatus status, LocalDate validTo,
			@Nullable @Size(max = 60) String secret) {

		static MessageKeyResource of(PartnerKey it, @Nullable String secret) {
			return new MessageKeyResource(it.kid(), it.algorithm(), it.publicKey(), it.status(), it.validTo(), secret);
		}

	}

	/** RFC 7517; for SM2 the curve is called SM2, as there is no registered name. */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Jwk(@Size(max = 3) String kty, @Size(max = 10) String crv, @Size(max = 60) String kid,
			@Size(max = 20) String alg, @Size(max = 3) String use, @Size(max = 43) String x,
			@Nullable @Size(max = 43) String y) {

		static Jwk of(PlatformKeys.Own it) {
			var open = Base64.getDecoder().decode(it.open());
			return (it.algorithm() == SignatureAlgorithm.ED25519)
					? new Jwk("OKP", "Ed25519", it.kid(), it.algorithm().word(), "sig", url(open), null)
					: new Jwk("EC", "SM2", it.kid(), it.algorithm().word(), "sig", url(Arrays.copyOfRange(open, 1, 33)),
							url(Arrays.copyOfRange(open, 33, 65)));
		}

		private static String url(byte[] bytes) {
			return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
		}

	}

	record Jwks(List<Jwk> keys) {
	}

	private final PartnerKeyDesk desk;

	private final PlatformKeys own;

	@GetMapping("/keys")
	@PreAuthorize("hasAuthority('cases.read')")
	public Jwks keys() {
		return new Jwks(own.all().stream().map(Jwk::of).toList());
	}

	@GetMapping("/message-keys")
	@PreAuthorize("hasAuthority('keys.manage')")
	public List<MessageKeyResource> list() {
		return desk.ofBank(bank()).stream().map(it -> MessageKeyResource.of(it, null)).toList();
	}

	/** Two people of the federation decide about it. */
	@PostMapping("/message-keys")
	@PreAuthorize("hasAuthority('keys.manage')")
	@ResponseStatus(HttpStatus.CREATED)
	public MessageKeyResource ask(@Valid @RequestBody KeyBody body, HttpServletRequest request) {
		if (body.algorithm() == SignatureAlgorithm.HMAC_SHA256) {
			request.setAttribute(PartnerGate.TOLD_ONCE, Boolean.TRUE);
		}
		var asked = desk.ask(bank(), body.kid(), body.algorithm(), body.publicKey(), body.validTo());
		return MessageKeyResource.of(asked.key(), asked.secret());
	}

	private static String bank() {
		return Actor.current().login();
	}

}
