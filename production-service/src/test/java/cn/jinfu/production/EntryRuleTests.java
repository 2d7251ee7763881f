package cn.jinfu.production;

import java.time.LocalDate;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EntryRuleTests {

	private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

	@Test
	void sevenDaysBackIsOrdinaryEightIsLate() {
		assertThat(EntryRule.USUAL.late(TODAY, TODAY, null)).isFalse();
		assertThat(EntryRule.USUAL.late(TODAY.minusDays(7), TODAY, null)).isFalse();
		assertThat(EntryRule.USUAL.late(TODAY.minusDays(8), TODAY, null)).isTrue();
	}

	@Test
	void farBackNeedsAReason() {
		assertThat(EntryRule.USUAL.late(TODAY.minusDays(31), TODAY, "住院")).isTrue();
		assertThatExceptionOfType(RuleBroken.class)
			.isThrownBy(() -> EntryRule.USUAL.late(TODAY.minusDays(31), TODAY, " "))
			.extracting(RuleBroken::code)
			.isEqualTo("production.entry.reason-needed");
	}

	@Test
	void tomorrowIsNoFact() {
		assertThatExceptionOfType(RuleBroken.class)
			.isThrownBy(() -> EntryRule.USUAL.late(TODAY.plusDays(1), TODAY, null))
			.extracting(RuleBroken::code)
			.isEqualTo("production.entry.future");
	}

}
