package cn.jinfu.kernel;

import static cn.jinfu.kernel.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class MoneyTests {

	private final JsonMapper json = JsonMapper.builder().build();

	@Test
	void refusesToRoundSilently() {
		assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Money.of("0.001"));
	}

	@Test
	void equalAmountsAreEqualWhateverTheyWereWrittenAs() {
		assertThat(Money.of("1.5")).isEqualTo(Money.of("1.500"));
	}

	@ParameterizedTest
	@CsvSource({ "289000.00, 289000.00", "' 12 ', 12.00", "1e3, 1000.00", "-0.5, -0.50", "0e-30, 0.00",
			"9999999999999999.99, 9999999999999999.99" })
	void readsWhatPeopleType(String typed, String yuan) {
		assertThat(Money.parse(typed)).isEqualTo(Money.of(yuan));
	}

	@ParameterizedTest
	@CsvSource({ "0.001, finer-than-fen", "十元, not-a-number", "'', not-a-number", "1e999999999, too-large",
			"1e2147483647, too-large", "10000000000000000, too-large", "-10000000000000000, too-large" })
	void saysWhatIsWrongWithATypedAmount(String typed, String code) {
		assertRefused("kernel.money." + code, () -> Money.parse(typed));
	}

	@Test
	void addsTakesAwayAndCompares() {
		var one = Money.of("1.00");
		assertThat(one.plus(Money.of("0.01"))).isEqualTo(Money.of("1.01")).isGreaterThan(one);
		assertThat(one.minus(Money.of("1.01"))).isEqualTo(Money.of("-0.01")).matches(Money::isNegative);
		assertThat(one.minus(one)).isEqualTo(Money.ZERO).matches(Money::isZero).matches(it -> !it.isNegative());
		assertThat(one.min(Money.ZERO)).isEqualTo(Money.ZERO);
		assertThat(one.max(Money.ZERO)).isEqualTo(one).matches(Money::isPositive);
		assertThat(one.negated()).isEqualTo(Money.of("-1"));
	}

	@Test
	void roundsOnlyTheWayTheCallerSays() {
		var amount = Money.of("100.50");
		var rate = new BigDecimal("0.0385");
		assertThat(amount.times(rate, RoundingMode.HALF_UP)).isEqualTo(Money.of("3.87"));
		assertThat(amount.times(rate, RoundingMode.DOWN)).isEqualTo(Money.of("3.86"));
	}

	@Test
	void splitsOneYuanThreeWays() {
		assertThat(Money.of("1.00").split(Stream.of("1", "1", "1").map(BigDecimal::new).toList()))
			.containsExactly(Money.of("0.33"), Money.of("0.34"), Money.of("0.33"));
	}

	@RepeatedTest(200)
	void sharesAlwaysAddUp(RepetitionInfo run) {
		var random = new Random(run.getCurrentRepetition());
		var amount = new Money(BigDecimal.valueOf(random.nextLong(1_000_000_000L), 2));
		var weights = random.ints(1 + random.nextInt(40), 1, 10_000).mapToObj(BigDecimal::valueOf).toList();
		assertThat(amount.split(weights).stream().reduce(Money.ZERO, Money::plus)).isEqualTo(amount);
	}

	@Test
	void thereIsNoShareOfNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> Money.of("1").split(List.of(BigDecimal.ZERO)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Money.of("1").split(List.of(BigDecimal.TWO, BigDecimal.ONE.negate())));
	}

	@Test
	void isAnObjectWithTheAmountAsTextInJson() {
		assertThat(json.writeValueAsString(Money.of("289000"))).isEqualTo("""
				{"amount":"289000.00","currency":"CNY"}""");
		assertThat(json.readValue("""
				{"amount":"289000.00","currency":"CNY"}""", Money.class)).isEqualTo(Money.of("289000"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"amount":"1.00","currency":"USD"} | kernel.money.other-currency
			{"currency":"CNY"}                 | kernel.money.not-a-number
			{"amount":"1.001","currency":"CNY"}| kernel.money.finer-than-fen
			""")
	void refusesOtherMoneyInJson(String text, String code) {
		assertThat(catchThrowable(() -> json.readValue(text, Money.class))).rootCause()
			.isInstanceOfSatisfying(Refusal.RuleBroken.class, it -> assertThat(it.code()).isEqualTo(code));
	}

}
