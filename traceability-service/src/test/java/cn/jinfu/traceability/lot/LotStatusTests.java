package cn.jinfu.traceability.lot;

import cn.jinfu.kernel.Refusal.WrongState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LotStatusTests {

	@ParameterizedTest
	@CsvFileSource(resources = "/traceability/lot-moves.csv", numLinesToSkip = 1)
	void everyPairOfStatusAndActionIsDecided(ArgumentsAccessor row) {
		var status = LotStatus.valueOf(row.getString(0));
		assertThat(row.size()).isEqualTo(LotStatus.Action.values().length + 1);
		for (var action : LotStatus.Action.values()) {
			var expected = row.getString(action.ordinal() + 1);
			if (expected == null) {
				assertThatExceptionOfType(WrongState.class).isThrownBy(() -> status.after(action));
			}
			else {
				assertThat(status.after(action)).as(status + " " + action).isEqualTo(LotStatus.valueOf(expected));
			}
		}
	}

}
