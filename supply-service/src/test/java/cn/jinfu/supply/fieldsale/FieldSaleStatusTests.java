package cn.jinfu.supply.fieldsale;

import cn.jinfu.kernel.Refusal.WrongState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FieldSaleStatusTests {

	@ParameterizedTest
	@CsvFileSource(resources = "/supply/field-sale-states.csv", numLinesToSkip = 1)
	void movesOnlyAsTheRulesAllow(FieldSaleStatus from, FieldSaleStatus.Action action, String to) {
		if ("-".equals(to)) {
			assertThatExceptionOfType(WrongState.class).isThrownBy(() -> from.after(action));
		}
		else {
			assertThat(from.after(action)).isEqualTo(FieldSaleStatus.valueOf(to));
		}
	}

}
