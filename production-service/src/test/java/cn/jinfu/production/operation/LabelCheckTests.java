package cn.jinfu.production.operation;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.production.AgriInputs.LabelRule;
import cn.jinfu.production.operation.OperationCommands.Shares;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LabelCheckTests {

	private static final LocalDate DAY = LocalDate.of(2026, 7, 1);

	private static final LabelRule MILDEW = rule("白粉病", "80", 3, 7);

	private static final LabelRule BLIGHT = rule("炭疽病", "50", 2, 14);

	@Test
	void aUseWithinTheLabelIsClear() {
		var check = check(List.of(MILDEW), "白粉病", "80", 3);
		assertThat(check.findings()).isEmpty();
		assertThat(check.safeOn()).isEqualTo(LocalDate.of(2026, 7, 8));
	}

	@Test
	void withoutAPestTheStrictestRuleGoverns() {
		var check = check(List.of(MILDEW, BLIGHT), null, "60", 1);
		assertThat(check.intervalDays()).isEqualTo(14);
		assertThat(check.findings()).containsExactly(Finding.OVER_DOSE);
	}

	@Test
	void tooOftenAndTooMuchAreBothSaid() {
		assertThat(check(List.of(MILDEW), "白粉病", "80.000001", 4).findings())
			.containsExactlyInAnyOrder(Finding.OVER_DOSE, Finding.OVER_TIMES);
	}

	@Test
	void anUnknownIntervalBlocks() {
		var check = check(List.of(MILDEW, rule("x", "80", null, null)), null, "10", 1);
		assertThat(check.findings()).containsExactly(Finding.INTERVAL_UNKNOWN);
		assertThat(check.safeOn()).isNull();
	}

	@Test
	void offTheLabelThereIsNoDay() {
		var check = LabelCheck.of(new LabelCheck.Subject(true, false, List.of(), null), BigDecimal.ONE, 1, DAY);
		assertThat(check.findings()).containsExactlyInAnyOrder(Finding.BANNED, Finding.NOT_REGISTERED,
				Finding.OFF_LABEL);
		assertThat(check.safeOn()).isNull();
	}

	@Test
	void sharesByAreaAddUp() {
		var shares = Shares.byArea(new BigDecimal("100"), List.of(mu("1"), mu("1"), mu("1")));
		assertThat(shares.stream().reduce(BigDecimal.ZERO, BigDecimal::add)).isEqualByComparingTo("100");
		assertThat(Shares.perMu(new BigDecimal("100"), List.of(mu("1.5"), mu("2.5")))).isEqualByComparingTo("25");
	}

	private static LabelCheck check(List<LabelRule> rules, String pest, String dose, int nth) {
		return LabelCheck.of(new LabelCheck.Subject(false, true, rules, pest), new BigDecimal(dose), nth, DAY);
	}

	private static LabelRule rule(String pest, String max, Integer times, Integer interval) {
		return new LabelRule(new UUID(0, 1), "watermelon", pest, null, new BigDecimal(max), times, interval, "", true);
	}

	private static BigDecimal mu(String mu) {
		return new BigDecimal(mu);
	}

}
