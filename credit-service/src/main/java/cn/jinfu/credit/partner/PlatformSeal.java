package cn.jinfu.credit.partner;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** The federation's own signature under a text, by the key that banks know it by. */
@Component
@RequiredArgsConstructor
public class PlatformSeal {

	/**
	 * @param kid of the key, as it stands among the platform's keys
	 * @param value in base 64
	 */
	public record Signature(String kid, String value) {
	}

	private final PlatformKeys keys;

	public Signature sign(String text) {
		var key = keys.of(SignatureAlgorithm.ED25519);
		return new Signature(key.kid(), Base64.getEncoder()
			.encodeToString(key.algorithm().sign(key.own(), text.getBytes(StandardCharsets.UTF_8))));
	}

	/** False where text or signature is another, or the key is not ours. */
	public boolean verifies(String text, Signature signature) {
		var key = keys.of(SignatureAlgorithm.ED25519);
		return key.kid().equals(signature.kid()) && key.algorithm()
			.verify(Base64.getDecoder().decode(key.open()), text.getBytes(StandardCharsets.UTF_8),
					Base64.getDecoder().decode(signature.value()));
	}

}
