package cn.jinfu.platform.secondfactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6238, appendix B, and RFC 4648, section 10. */
class TotpTests {

	private static final String DIGITS = "1234567890";

	@ParameterizedTest
	@CsvSource({ "59, SHA1, 94287082", "59, SHA256, 46119246", "59, SHA512, 90693936", "1111111109, SHA1, 07081804",
			"1111111109, SHA256, 68084774", "1111111109, SHA512, 25091201", "1111111111, SHA1, 14050471",
			"1111111111, SHA256, 67062674", "1111111111, SHA512, 99943326", "1234567890, SHA1, 89005924",
			"1234567890, SHA256, 91819424", "1234567890, SHA512, 93441116", "2000000000, SHA1, 69279037",
			"2000000000, SHA256, 90698825", "2000000000, SHA512, 38618901", "20000000000, SHA1, 65353130",
			"20000000000, SHA256, 77737706", "20000000000, SHA512, 47863826" })
	void givesTheCodesOfTheStandard(long second, Totp algorithm, String code) {
		var length = switch (algorithm) {
			case SHA1 -> 20;
			case SHA256 -> 32;
			case SHA512 -> 64;
		};
		var key = DIGITS.repeat(7).substring(0, length).getBytes(StandardCharsets.US_ASCII);
		assertThat(algorithm.code(key, Totp.step(Instant.ofEpochSecond(second)), 8)).isEqualTo(code);
		assertThat(algorithm.code(key, Totp.step(Instant.ofEpochSecond(second)), 6)).isEqualTo(code.substring(2));
	}

	@ParameterizedTest
	@CsvSource({ "f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI" })
	void writesSecretsAsTheTelephonesReadThem(String text, String base32) {
		assertThat(Totp.base32(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(base32);
	}

	@Test
	void stepLastsThirtySeconds() {
		assertThat(Totp.step(Instant.ofEpochSecond(59))).isOne();
		assertThat(Totp.step(Instant.ofEpochSecond(60))).isEqualTo(2);
	}

}
