package cn.jinfu.production.service.trust;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TrustTermsTests {

	private static final LocalDate BEGINS = LocalDate.of(2026, 3, 1);

	/** Computed by hand from the rules, not from the code. */
	@ParameterizedTest
	@CsvFileSource(resources = "/production/trust.csv", numLinesToSkip = 1)
	void aSeasonIsSettledAsTheTableSays(BigDecimal area, String feeMu, BigDecimal promise, BigDecimal yield,
			String price, BigDecimal share, BigDecimal village, boolean excused, String fee, String shared,
			String shortfall, String villageFee, String pays, String keeps) {
		var result = terms(feeMu, promise, price, share, village, List.of(part(100))).settle(area, yield, excused);
		assertThat(result.fee()).isEqualTo(Money.of(fee));
		assertThat(result.share()).isEqualTo(Money.of(shared));
		assertThat(result.shortfall()).isEqualTo(Money.of(shortfall));
		assertThat(result.village()).isEqualTo(Money.of(villageFee));
		assertThat(result.farmPays()).isEqualTo(Money.of(pays));
		assertThat(result.providerKeeps()).isEqualTo(Money.of(keeps));
	}

	@Test
	void theFeeFallsDueInPartsThatAddUp() {
		var two = terms("480.00", new BigDecimal("500"), "2.80", BigDecimal.ZERO, BigDecimal.ZERO,
				List.of(part(40), part(60)));
		assertThat(two.parts(new BigDecimal("100"))).containsExactly(Money.of("19200.00"), Money.of("28800.00"));
		var three = terms("100.01", new BigDecimal("100"), "2.00", BigDecimal.ZERO, BigDecimal.ZERO,
				List.of(new TrustTerms.Part(BEGINS, new BigDecimal("33.33")),
						new TrustTerms.Part(BEGINS, new BigDecimal("33.33")),
						new TrustTerms.Part(BEGINS, new BigDecimal("33.34"))));
		assertThat(three.parts(new BigDecimal("3.3333"))).containsExactly(Money.of("111.11"), Money.of("111.11"),
				Money.of("111.14"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 99, 101, 0 })
	void partsThatAreNotTheWholeAreRefused(int percent) {
		assertThatExceptionOfType(Refusal.RuleBroken.class).isThrownBy(
				() -> terms("1.00", BigDecimal.ONE, "1.00", BigDecimal.ZERO, BigDecimal.ZERO, List.of(part(percent))))
			.satisfies(it -> assertThat(it.code()).isEqualTo("production.trust.parts"));
	}

	@Test
	void aRateIsBetweenNothingAndAll() {
		assertThatExceptionOfType(Refusal.RuleBroken.class)
			.isThrownBy(() -> terms("1.00", BigDecimal.ONE, "1.00", new BigDecimal("1.01"), BigDecimal.ZERO,
					List.of(part(100))))
			.satisfies(it -> assertThat(it.code()).isEqualTo("production.trust.rate"));
	}

	private static TrustTerms.Part part(int percent) {
		return new TrustTerms.Part(BEGINS, BigDecimal.valueOf(percent));
	}

	private static TrustTerms terms(String fee, BigDecimal promise, String price, BigDecimal share, BigDecimal village,
			List<TrustTerms.Part> parts) {
		return new TrustTerms("rice", BEGINS, BEGINS.plusDays(240), "耕种防收", promise, Money.of(fee), Money.of(price),
				share, village, "友联村", parts);
	}

}
