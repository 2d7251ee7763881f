package cn.jinfu.credit.partner;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

import cn.jinfu.credit.GatewaySignatures;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Signs what is answered to a bank (RFC 9421), bound to the request it answers: with the
 * algorithm of the key that signed the request, Ed25519 where none did.
 */
@Component
@RequiredArgsConstructor
class AnswerSignatures {

	private final PlatformKeys own;

	void sign(String method, URI target, ContentCachingResponseWrapper answer, @Nullable MessageKey by) {
		var body = answer.getContentAsByteArray();
		var hash = MessageSignature.sha256(body);
		var digest = "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":";
		if (answer.getHeader("ETag") == null && method.equals("GET")) {
			// a strong tag also keeps the server from packing what was hashed
			answer.setHeader("ETag", "\"" + HexFormat.of().formatHex(hash, 0, 16) + "\"");
		}
		answer.setHeader("Content-Digest", digest);
		sign(method, target, answer, digest, by);
	}

	/** To a bank's gateway: one header again, with the nonce that it sent. */
	void sign(GatewayDoor.Passed asked, ContentCachingResponseWrapper answer) {
		var digest = HexFormat.of().formatHex(MessageSignature.sha256(answer.getContentAsByteArray()));
		if (answer.getHeader("ETag") == null) {
			answer.setHeader("ETag", "\"" + digest.substring(0, 32) + "\"");
		}
		var by = asked.key();
		var key = (by.algorithm() == SignatureAlgorithm.HMAC_SHA256) ? null : own.of(by.algorithm());
		var kid = (key != null) ? key.kid() : by.kid();
		var now = Instant.now().getEpochSecond();
		var text = GatewayMessage.answered(kid, now, asked.message().nonce(), answer.getStatus(), digest);
		var value = by.algorithm().sign((key != null) ? key.own() : by.bytes(), text.getBytes(StandardCharsets.UTF_8));
		answer.setHeader(GatewaySignatures.HEADER,
				"keyid=\"%s\", timestamp=%d, nonce=\"%s\", digest=\"%s\", signature=\"%s\"".formatted(kid, now,
						asked.message().nonce(), digest, Base64.getEncoder().encodeToString(value)));
	}

	private void sign(String method, URI target, HttpServletResponse answer, String digest, @Nullable MessageKey by) {
		var shared = by != null && by.algorithm() == SignatureAlgorithm.HMAC_SHA256;
		var algorithm = (by != null) ? by.algorithm() : SignatureAlgorithm.ED25519;
		var key = shared ? null : own.of(algorithm);
		var kid = (key != null) ? key.kid() : String.valueOf((by != null) ? by.kid() : null);
		var secret = (key != null) ? key.own() : (by != null) ? by.bytes() : new byte[0];
		var parameters = "(\"@status\" \"content-digest\" \"@method\";req \"@target-uri\";req);created="
				+ Instant.now().getEpochSecond() + ";keyid=\"" + kid + "\";alg=\"" + algorithm.word()
				+ "\";tag=\"jinfu-partner\"";
		var base = """
				"@status": %d
				"content-digest": %s
				"@method";req: %s
				"@target-uri";req: %s
				"@signature-params": %s""".formatted(answer.getStatus(), digest, method, target, parameters);
		answer.setHeader("Signature-Input", "sig1=" + parameters);
		answer.setHeader("Signature", "sig1=:"
				+ Base64.getEncoder().encodeToString(algorithm.sign(secret, base.getBytes(StandardCharsets.US_ASCII)))
				+ ":");
	}

}
