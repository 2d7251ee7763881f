package cn.jinfu.supply.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cn.jinfu.kernel.Refusal.WrongState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class OrderStatusTests {

	@ParameterizedTest
	@CsvFileSource(resources = "/supply/order-states.csv", numLinesToSkip = 1)
	void movesOnlyAsTheRulesAllow(OrderStatus from, OrderStatus.Action action, String to) {
		if ("-".equals(to)) {
			assertThatExceptionOfType(WrongState.class).isThrownBy(() -> from.after(action));
		}
		else {
			assertThat(from.after(action)).isEqualTo(OrderStatus.valueOf(to));
		}
	}

}
