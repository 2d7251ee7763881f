package cn.jinfu.production.operation;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

class SaidTests {

	private static final Map<String, UUID> PLOTS = Map.of("E", new UUID(0, 1), "3", new UUID(0, 3), "R",
			new UUID(0, 4));

	private static final List<Said.Field> FIELDS = List.of(new Said.Field(new UUID(0, 1), "东大棚", "西瓜"),
			new Said.Field(new UUID(0, 3), "3号棚", "西瓜"), new Said.Field(new UUID(0, 4), "河边田", "水稻"));

	private static final List<Said.Held> HELD = List.of(new Said.Held("10%苯醚甲环唑", "10%苯醚甲环唑"),
			new Said.Held("复合肥（示例）", "复合肥（示例）"));

	static final List<String> SENTENCES = read();

	private static List<String> read() {
		try (var file = Objects.requireNonNull(SaidTests.class.getResourceAsStream("/production/said.csv"))) {
			return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter(line -> !line.startsWith("#"))
				.toList();
		}
		catch (IOException failure) {
			throw new IllegalStateException(failure);
		}
	}

	@ParameterizedTest
	@FieldSource("SENTENCES")
	void aSentenceSaysWhatTheTableSays(String line) {
		var cells = line.split(";", -1);
		var said = Said.of(cells[0], FIELDS, HELD);
		assertThat(List.of(text(said.kind()), said.harvest() ? "x" : "", plots(said), text(said.holding()),
				text(said.quantity()), text(said.unit()), text(said.amount()), text(said.amountUnit()),
				text(said.hours()), text(said.daysAgo())))
			.containsExactlyElementsOf(new ArrayList<>(Arrays.asList(cells).subList(1, 11)));
	}

	private static String text(@Nullable Object value) {
		return (value instanceof BigDecimal number) ? number.stripTrailingZeros().toPlainString()
				: Objects.toString(value, "");
	}

	private static String plots(Said said) {
		return String.join(" ",
				said.plantingIds()
					.stream()
					.map(id -> PLOTS.entrySet()
						.stream()
						.filter(it -> it.getValue().equals(id))
						.findFirst()
						.orElseThrow()
						.getKey())
					.toList());
	}

	@Test
	void whatIsNotASentenceSaysNothing() {
		assertThat(Said.of("天气不错", FIELDS, HELD).understood()).isFalse();
		assertThat(Said.of("", List.of(), List.of()).understood()).isFalse();
		assertThat(Said.of("千".repeat(5_000) + "打药", FIELDS, HELD).understood()).isFalse();
		assertThat(Said.of("打药", FIELDS, HELD).understood()).isTrue();
	}

}
