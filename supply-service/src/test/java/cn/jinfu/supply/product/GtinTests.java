package cn.jinfu.supply.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GtinTests {

	@Test
	void widensToFourteenDigits() {
		assertThat(Gtin.parse("6901234567892")).isEqualTo("06901234567892");
	}

	@ParameterizedTest
	@ValueSource(strings = { "6901234567893", "69012345678", "69012345678A2", "" })
	void refusesWhatIsNoTradeItemNumber(String typed) {
		assertThatExceptionOfType(RuleBroken.class).isThrownBy(() -> Gtin.parse(typed));
	}

}
