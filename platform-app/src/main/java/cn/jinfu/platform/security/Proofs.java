package cn.jinfu.platform.security;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.DPoPProofContext;
import org.springframework.security.oauth2.jwt.DPoPProofJwtDecoderFactory;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.stereotype.Component;

/**
 * Proofs that whoever sends a token holds the key it is bound to (DPoP, RFC 9449). What
 * was used is remembered in the database, so that a proof works once over all instances
 * and restarts.
 */
@Component
@RequiredArgsConstructor
class Proofs {

	/** How far a proof's time may lie from ours, either way. */
	private static final Duration WINDOW = Duration.ofSeconds(60);

	/** No client's id begins like this. */
	private static final String SEEN = "#dpop";

	private final MachineClients clients;

	/** The thumbprint of the key to which the token is bound, or null. */
	static @Nullable String boundTo(Jwt token) {
		return (token.getClaims().get("cnf") instanceof Map<?, ?> confirmation
				&& confirmation.get("jkt") instanceof String thumbprint) ? thumbprint : null;
	}

	/**
	 * @param uri of the request, without its query
	 * @return whether it proves the key of this token for this request, for the first
	 * time
	 */
	boolean holds(String proof, String method, String uri, Jwt token) {
		var thumbprint = boundTo(token);
		if (thumbprint == null) {
			return false;
		}
		var decoders = new DPoPProofJwtDecoderFactory();
		decoders.setJwtValidatorFactory(_ -> new DelegatingOAuth2TokenValidator<>(
				List.of(rule("htm", it -> method.equals(it.getClaimAsString("htm"))),
						rule("htu", it -> sameAddress(it.getClaimAsString("htu"), uri)), rule("iat", Proofs::fresh),
						rule("ath", it -> hash(token.getTokenValue()).equals(it.getClaimAsString("ath"))),
						rule("jkt", it -> thumbprint.equals(thumbprint(it))))));
		try {
			var checked = decoders
				.createDecoder(DPoPProofContext.withDPoPProof(proof).method(method).targetUri(uri).build())
				.decode(proof);
			return firstUse(checked);
		}
		catch (JwtException | IllegalArgumentException refused) {
			return false;
		}
	}

	/** False when this proof was used before, or cannot be told from others. */
	boolean firstUse(Jwt proof) {
		var jti = proof.getId();
		var thumbprint = thumbprint(proof);
		return jti != null && thumbprint != null
				&& clients.firstUse(SEEN, hash(thumbprint + " " + jti), Instant.now().plus(WINDOW.multipliedBy(2)));
	}

	private static boolean fresh(Jwt proof) {
		var at = proof.getIssuedAt();
		return at != null && Duration.between(at, Instant.now()).abs().compareTo(WINDOW) <= 0;
	}

	@SuppressWarnings("unchecked")
	private static @Nullable String thumbprint(Jwt proof) {
		try {
			return (proof.getHeaders().get("jwk") instanceof Map<?, ?> key)
					? JWK.parse((Map<String, Object>) key).computeThumbprint().toString() : null;
		}
		catch (ParseException | JOSEException unreadable) {
			return null;
		}
	}

	/**
	 * Scheme and host in any case, the usual port named or not; query and fragment do not
	 * count.
	 */
	static boolean sameAddress(@Nullable String said, String asked) {
		try {
			return said != null && plain(said).equals(plain(asked));
		}
		catch (IllegalArgumentException unreadable) {
			return false;
		}
	}

	private static String plain(String address) {
		var uri = URI.create(address);
		var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
		var port = (uri.getPort() == ("https".equals(scheme) ? 443 : 80)) ? -1 : uri.getPort();
		return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port + uri.getRawPath();
	}

	private static String hash(String text) {
		try {
			return Base64.getUrlEncoder()
				.withoutPadding()
				.encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	private static OAuth2TokenValidator<Jwt> rule(String claim, java.util.function.Predicate<Jwt> right) {
		return proof -> right.test(proof) ? OAuth2TokenValidatorResult.success() : OAuth2TokenValidatorResult
			.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_DPOP_PROOF, claim + " does not fit", null));
	}

}
