package cn.jinfu.traceability.residue;

import cn.jinfu.kernel.Refusal.WrongState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ResidueTestStatusTests {

	@ParameterizedTest
	@CsvFileSource(resources = "/traceability/residue-moves.csv", numLinesToSkip = 1)
	void everyPairOfStatusAndActionIsDecided(ArgumentsAccessor row) {
		var status = ResidueTestStatus.valueOf(row.getString(0));
		assertThat(row.size()).isEqualTo(ResidueTestStatus.Action.values().length + 1);
		for (var action : ResidueTestStatus.Action.values()) {
			var expected = row.getString(action.ordinal() + 1);
			if (expected == null) {
				assertThatExceptionOfType(WrongState.class).isThrownBy(() -> status.after(action));
			}
			else {
				assertThat(status.after(action)).isEqualTo(ResidueTestStatus.valueOf(expected));
			}
		}
	}

}
