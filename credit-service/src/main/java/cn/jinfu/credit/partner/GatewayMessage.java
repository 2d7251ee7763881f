package cn.jinfu.credit.partner;

import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The one header of a bank's gateway:
 * {@code client="…", keyid="…", timestamp=…, nonce="…", digest="…", signature="…"}.
 *
 * @param digest SHA-256 of the body in lower-case hexadecimal
 */
record GatewayMessage(String client, String kid, long timestamp, String nonce, String digest, byte[] signature) {

	private static final Pattern PART = Pattern
		.compile("\\s*([a-z]+)\\s*=\\s*(?:\"([A-Za-z0-9._~+/=-]{1,200})\"|([0-9]{1,12}))\\s*(?:,|$)");

	private static final Set<String> NAMES = Set.of("client", "keyid", "timestamp", "nonce", "digest", "signature");

	/** Empty unless each part stands there once and in its form. */
	static Optional<GatewayMessage> parse(@Nullable String header) {
		if (header == null || header.length() > 1000) {
			return Optional.empty();
		}
		var parts = new HashMap<String, String>();
		var matcher = PART.matcher(header);
		int end = 0;
		while (end < header.length() && matcher.find() && matcher.start() == end) {
			end = matcher.end();
			var value = (matcher.group(2) != null) ? matcher.group(2) : matcher.group(3);
			if (!NAMES.contains(matcher.group(1)) || parts.put(matcher.group(1), value) != null) {
				return Optional.empty();
			}
		}
		if (end != header.length() || parts.size() != NAMES.size()) {
			return Optional.empty();
		}
		return of(parts);
	}

	private static Optional<GatewayMessage> of(HashMap<String, String> parts) {
		if (!parts.getOrDefault("timestamp", "").matches("[0-9]{1,12}")
				|| !parts.getOrDefault("digest", "").matches("[0-9a-f]{64}")
				|| !parts.getOrDefault("nonce", "").matches("[A-Za-z0-9._-]{16,64}")) {
			return Optional.empty();
		}
		try {
			return Optional.of(new GatewayMessage(parts.getOrDefault("client", ""), parts.getOrDefault("keyid", ""),
					Long.parseLong(parts.getOrDefault("timestamp", "0")), parts.getOrDefault("nonce", ""),
					parts.getOrDefault("digest", ""), Base64.getDecoder().decode(parts.getOrDefault("signature", ""))));
		}
		catch (IllegalArgumentException notBase64) {
			return Optional.empty();
		}
	}

	Instant at() {
		return Instant.ofEpochSecond(timestamp);
	}

	/**
	 * What is signed, line by line.
	 * @param target path with its query, as called
	 * @param idempotencyKey as sent; a call without one signs a hyphen
	 */
	String text(String method, String target, @Nullable String idempotencyKey) {
		return String.join("\n", "jinfu-gateway", client, kid, Long.toString(timestamp), nonce, method, target,
				(idempotencyKey == null) ? "-" : idempotencyKey, digest);
	}

	boolean isOf(byte[] body) {
		return digest.equals(HexFormat.of().formatHex(MessageSignature.sha256(body)));
	}

	/** What is signed of an answer. */
	static String answered(String kid, long timestamp, String nonce, int status, String digest) {
		return String.join("\n", "jinfu-gateway-answer", kid, Long.toString(timestamp), nonce, Integer.toString(status),
				digest);
	}

}
