package cn.jinfu.credit.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The one header of a gateway is taken in its form and in no other. */
class GatewayMessageTests {

	private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

	private static final String GOOD = "client=\"bank-a\", keyid=\"k-1\", timestamp=1795756800, nonce=\"0123456789abcdef\", digest=\""
			+ EMPTY + "\", signature=\"AAAA\"";

	@Test
	void saysWhatIsSigned() {
		var message = GatewayMessage.parse(GOOD).orElseThrow();
		assertThat(message.text("POST", "/api/partner/v1/cases?x=1", "key-12345")).isEqualTo("""
				jinfu-gateway
				bank-a
				k-1
				1795756800
				0123456789abcdef
				POST
				/api/partner/v1/cases?x=1
				key-12345
				""" + EMPTY);
		assertThat(message.text("GET", "/", null)).contains("\nGET\n/\n-\n");
		assertThat(message.isOf(new byte[0])).isTrue();
		assertThat(message.isOf("x".getBytes(StandardCharsets.UTF_8))).isFalse();
	}

	@Test
	void blanksAndOrderAreFree() {
		assertThat(GatewayMessage.parse(GOOD.replace(", ", ","))).isPresent();
		assertThat(GatewayMessage.parse("signature=\"AAAA\", " + GOOD.replace(", signature=\"AAAA\"", ""))).isPresent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "client=\"bank-a\"", "client=bank-a" })
	void anythingElseIsNone(String header) {
		assertThat(GatewayMessage.parse(header)).isEmpty();
	}

	@Test
	void noPartMayBeMissingTwiceOrOdd() {
		for (var part : GOOD.split(", ")) {
			assertThat(GatewayMessage.parse(GOOD.replace(part, "").replace(", ,", ","))).as(part).isEmpty();
			assertThat(GatewayMessage.parse(GOOD + ", " + part)).as("twice " + part).isEmpty();
		}
		assertThat(GatewayMessage.parse(GOOD + ", more=\"x\"")).isEmpty();
		assertThat(GatewayMessage.parse(GOOD.replace("0123456789abcdef", "short"))).isEmpty();
		assertThat(GatewayMessage.parse(GOOD.replace("1795756800", "\"-1\""))).isEmpty();
		assertThat(GatewayMessage.parse(GOOD.replace(EMPTY, EMPTY.toUpperCase(java.util.Locale.ROOT)))).isEmpty();
		assertThat(GatewayMessage.parse(GOOD.replace("AAAA", "A-A~"))).isEmpty();
		assertThat(GatewayMessage.parse(null)).isEmpty();
	}

}
