package cn.jinfu.credit.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the vectors of RFC 9421 (B.2.6, key of B.1.4) and RFC 9530 (B.1). */
class MessageSignatureTests {

	private static final MessageKey KEY = new MessageKey("test-key-ed25519", SignatureAlgorithm.ED25519,
			Base64.getUrlDecoder().decode("JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs"));

	private static final String INPUT = """
			sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519\"""";

	private static final String VALUE = "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:";

	private static MessageSignature.Request request(String method, String length) {
		var headers = Map.of("date", "Tue, 20 Apr 2021 02:07:55 GMT", "content-type", "application/json",
				"content-length", length);
		return new MessageSignature.Request(method, URI.create("https://EXAMPLE.com/foo?param=Value&Pet=dog"),
				headers::get);
	}

	@Test
	void readsAndVerifiesTheExampleOfTheStandard() {
		var signature = MessageSignature.find(INPUT, VALUE, null).orElseThrow();

		assertThat(signature.parameter("keyid")).contains("test-key-ed25519");
		assertThat(signature.instant("created")).contains(Instant.ofEpochSecond(1618884473));
		assertThat(signature.base(request("POST", "18")).orElseThrow()).isEqualTo("""
				"date": Tue, 20 Apr 2021 02:07:55 GMT
				"@method": POST
				"@path": /foo
				"@authority": example.com
				"content-type": application/json
				"content-length": 18
				"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length")\
				;created=1618884473;keyid="test-key-ed25519\"""");
		assertThat(signature.isBy(KEY, request("POST", "18"))).isTrue();
	}

	@Test
	void seesEveryChangeOfASignedPart() {
		var signature = MessageSignature.find(INPUT, VALUE, null).orElseThrow();
		assertThat(signature.isBy(KEY, request("PUT", "18"))).isFalse();
		assertThat(signature.isBy(KEY, request("POST", "19"))).isFalse();
		assertThat(signature.isBy(new MessageKey("x", SignatureAlgorithm.ED25519, new byte[32]), request("POST", "18")))
			.isFalse();
		var later = MessageSignature.find(INPUT.replace("1618884473", "1618884474"), VALUE, null).orElseThrow();
		assertThat(later.isBy(KEY, request("POST", "18"))).isFalse();
	}

	@Test
	void findsOursAmongOthers() {
		var inputs = "other=(\"@method\");created=1;tag=\"x\", sig1=(\"@method\" \"@target-uri\");created=2;tag=\"jinfu-partner\"";
		var values = "other=:AAAA:, sig1=:BBBB:";
		assertThat(MessageSignature.find(inputs, values, "jinfu-partner").orElseThrow().instant("created"))
			.contains(Instant.ofEpochSecond(2));
		assertThat(MessageSignature.find(inputs, values, "third")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "sig1", "sig1=()", "sig1=(\"@method\";req);created=1", "sig1=(\"@method\");created",
			"sig1=(\"a\" \"b);created=1", "sig1=(\"@method\");created=1;x=\"\\\"\"" })
	void takesNothingItDoesNotUnderstand(String input) {
		assertThat(MessageSignature.find(input, "sig1=:AAAA:", "jinfu-partner")).isEmpty();
	}

	@Test
	void aMissingPartIsNoSignature() {
		var signature = MessageSignature.find("s=(\"x-none\");created=1", "s=:AAAA:", null).orElseThrow();
		assertThat(signature.isBy(KEY, request("POST", "18"))).isFalse();
	}

	@Test
	void comparesTheDigestOfTheStandard() {
		var digest = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";
		assertThat(MessageSignature.digestFits(digest, "{\"hello\": \"world\"}".getBytes(StandardCharsets.UTF_8)))
			.isTrue();
		assertThat(MessageSignature.digestFits(digest, "{}".getBytes(StandardCharsets.UTF_8))).isFalse();
		assertThat(MessageSignature.digestFits("md5=:AAAA:", new byte[0])).isFalse();
	}

}
