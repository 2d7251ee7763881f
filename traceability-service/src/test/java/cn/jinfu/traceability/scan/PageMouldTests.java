package cn.jinfu.traceability.scan;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PageMouldTests {

	private static final List<Map.Entry<String, Integer>> HOLES = List.of(Map.entry("\uE001", 0),
			Map.entry("https://x/t/1", 1), Map.entry("/t/1", 2));

	@ParameterizedTest
	@ValueSource(strings = { "", "\uE001", "<h1>\uE001</h1>", "\uE001\uE001", "https://x/t/1 and /t/1, /t/2",
			"金平湖 \uE001 西瓜" })
	void isThePageWithItsHolesFilled(String page) throws IOException {
		for (var filling : List.of("", "第 3 次", "x".repeat(60_000))) {
			var mould = PageMould.of(page, HOLES);
			byte[][] fillings = { bytes(filling), bytes("ADDRESS"), bytes("PATH") };
			var expected = page.replace("\uE001", filling).replace("https://x/t/1", "ADDRESS").replace("/t/1", "PATH");
			assertThat(new String(mould.page(fillings), StandardCharsets.UTF_8)).isEqualTo(expected);
			try (var in = new GZIPInputStream(new ByteArrayInputStream(mould.gzip(fillings)))) {
				assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(expected);
			}
		}
	}

	@Test
	void knowsWhatItKeeps() {
		var mould = PageMould.of("a \uE001 b /t/1 c", HOLES);
		assertThat(mould.holds("b")).isTrue();
		assertThat(mould.holds("/t/1")).isFalse();
		assertThat(mould.weight()).isPositive();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
