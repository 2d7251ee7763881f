package cn.jinfu.traceability.codecase;

import cn.jinfu.kernel.Refusal.WrongState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CodeCaseStatusTests {

	@ParameterizedTest
	@CsvFileSource(resources = "/traceability/code-case-moves.csv", numLinesToSkip = 1)
	void everyPairOfStatusAndActionIsDecided(ArgumentsAccessor row) {
		var status = CodeCaseStatus.valueOf(row.getString(0));
		assertThat(row.size()).isEqualTo(CodeCaseStatus.Action.values().length + 1);
		for (var action : CodeCaseStatus.Action.values()) {
			var expected = row.getString(action.ordinal() + 1);
			if (expected == null) {
				assertThatExceptionOfType(WrongState.class).isThrownBy(() -> status.after(action));
			}
			else {
				assertThat(status.after(action)).as(status + " " + action).isEqualTo(CodeCaseStatus.valueOf(expected));
			}
		}
	}

}
