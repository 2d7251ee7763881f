package cn.jinfu.traceability.lot;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import cn.jinfu.traceability.lot.LotDocument.ChainStep;
import cn.jinfu.traceability.lot.LotDocument.Mark;
import cn.jinfu.traceability.lot.LotDocument.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table is written from the rule by hand; {@code ? missing, ! late, 0 none, ~ open}.
 */
class CompletenessTests {

	@ParameterizedTest
	@CsvFileSource(resources = "/traceability/completeness.csv", numLinesToSkip = 1)
	void countsAsTheTableSays(LotStatus status, String steps, int percent, int due, int recorded, @Nullable String late,
			@Nullable String missing) {
		var score = Completeness.of(status, Arrays.stream(steps.split(" ")).map(CompletenessTests::step).toList());
		assertThat(score.percent()).isEqualTo(percent);
		assertThat(score.due()).isEqualTo(due);
		assertThat(score.recorded()).isEqualTo(recorded);
		assertThat(words(score.late())).isEqualTo((late != null) ? late : "");
		assertThat(words(score.missing())).isEqualTo((missing != null) ? missing : "");
		assertThat(score.whole()).isEqualTo(late == null && missing == null);
	}

	private static Step step(String text) {
		var mark = text.charAt(text.length() - 1);
		var kind = ChainStep.valueOf(text.replaceAll("[?!0~]$", ""));
		var day = LocalDate.of(2026, 6, 1);
		return switch (mark) {
			case '?' -> Step.missing(kind);
			case '~' -> Step.open(kind);
			case '0' -> Step.none(kind, day);
			default -> new Step(kind, day, List.of("x"), mark == '!', Mark.DONE);
		};
	}

	private static String words(List<ChainStep> kinds) {
		return kinds.stream().map(Enum::name).collect(Collectors.joining(" "));
	}

}
