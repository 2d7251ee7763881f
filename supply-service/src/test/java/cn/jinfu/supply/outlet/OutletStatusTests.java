package cn.jinfu.supply.outlet;

import cn.jinfu.kernel.Refusal.WrongState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OutletStatusTests {

	@ParameterizedTest
	@CsvFileSource(resources = "/supply/outlet-states.csv", numLinesToSkip = 1)
	void movesOnlyAsTheRulesAllow(OutletStatus from, OutletStatus.Action action, String to) {
		if ("-".equals(to)) {
			assertThatExceptionOfType(WrongState.class).isThrownBy(() -> from.after(action));
		}
		else {
			assertThat(from.after(action)).isEqualTo(OutletStatus.valueOf(to));
		}
	}

}
