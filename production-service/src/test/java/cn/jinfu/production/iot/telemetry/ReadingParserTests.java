package cn.jinfu.production.iot.telemetry;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReadingParserTests {

	private static final Instant NOW = Instant.parse("2026-11-20T01:00:00Z");

	private static final Instant THEN = Instant.ofEpochMilli(1_727_000_000_000L);

	@Test
	void aBareObjectIsMeantNow() {
		assertThat(read("{\"temperature\":25.1,\"on\":true,\"off\":false}")).containsExactly(
				new Reading(null, "temperature", NOW, 25.1, null), new Reading(null, "on", NOW, 1, null),
				new Reading(null, "off", NOW, 0, null));
	}

	@Test
	void theTimeMayStandBeforeOrAfterTheValues() {
		assertThat(read("{\"ts\":1727000000000,\"values\":{\"t\":1}}"))
			.containsExactly(new Reading(null, "t", THEN, 1, null));
		assertThat(read("[{\"values\":{\"t\":1,\"h\":2},\"ts\":1727000000000},{\"t\":3}]")).containsExactly(
				new Reading(null, "t", THEN, 1, null), new Reading(null, "h", THEN, 2, null),
				new Reading(null, "t", NOW, 3, null));
	}

	@Test
	void aGatewayNamesItsDevices() {
		assertThat(read("{\"box-1\":[{\"ts\":1727000000000,\"values\":{\"t\":1}}],\"box 2\":[{\"t\":2}]}"))
			.containsExactly(new Reading("box-1", "t", THEN, 1, null), new Reading("box 2", "t", NOW, 2, null));
	}

	@Test
	void whatIsNoNumberIsToldPointByPoint() {
		assertThat(read("{\"a\":NaN,\"b\":\"25.1\",\"c\":null,\"d\":{\"x\":1},\"e\":1e400,\"f\":-1e-300}"))
			.extracting(Reading::bad)
			.containsExactly(BadReason.NOT_FINITE, BadReason.NOT_A_NUMBER, BadReason.NOT_A_NUMBER,
					BadReason.NOT_A_NUMBER, BadReason.NOT_FINITE, null);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "7", "\"x\"", "{", "{\"t\":1", "[1]", "[{\"t\":1}", "{\"t\":1} x",
			"{\"ts\":-5,\"t\":1}", "{\"ts\":1e30,\"t\":1}", "{t:1}", "[[{\"t\":1}]]", "null", "{\"d\":[[1]]}" })
	void whatCannotBeReadIsRefusedAsAWhole(String body) {
		assertThatThrownBy(() -> read(body)).isInstanceOf(RuleBroken.class).hasMessageContaining("malformed");
	}

	@Test
	void onePointTooManyIsRefusedAsAWhole() {
		var body = new StringBuilder("[");
		for (int n = 0; n <= ReadingParser.MOST; n++) {
			body.append(n == 0 ? "" : ",").append("{\"t\":1}");
		}
		assertThatThrownBy(() -> read(body + "]")).hasMessageContaining("too-many");
	}

	@Test
	void aNestedBombIsRefused() {
		assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(5000))).hasMessageContaining("malformed");
	}

	private static List<Reading> read(String body) {
		return ReadingParser.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), NOW);
	}

}
