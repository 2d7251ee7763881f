package cn.jinfu.credit.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret of a Standard Webhooks endpoint, {@code whsec_} and 32 bytes in base 64. */
record WebhookSecret(String text) {

	private static final String PREFIX = "whsec_";

	private static final SecureRandom RANDOM = new SecureRandom();

	static WebhookSecret draw() {
		var bytes = new byte[32];
		RANDOM.nextBytes(bytes);
		return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(bytes));
	}

	/** Signature of version 1 over id, seconds and body. */
	String sign(String id, long seconds, String body) {
		try {
			var mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(Base64.getDecoder().decode(text.substring(PREFIX.length())), "HmacSHA256"));
			var signed = id + "." + seconds + "." + body;
			return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	/** Never into a log. */
	@Override
	public String toString() {
		return PREFIX + "…";
	}

}
