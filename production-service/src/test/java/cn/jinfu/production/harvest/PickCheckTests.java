package cn.jinfu.production.harvest;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

import cn.jinfu.production.HoldReason;
import cn.jinfu.production.HoldReason.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PickCheckTests {

	private static final LocalDate DAY = LocalDate.of(2026, 7, 1);

	/**
	 * Intervals as published by plant protection offices and trade tables; days counted
	 * outside.
	 */
	@ParameterizedTest
	@CsvFileSource(resources = "/production/intervals.csv", numLinesToSkip = 1)
	void theFirstSafeDayIsUseDayPlusInterval(String crop, String product, int intervalDays, LocalDate sprayedOn,
			LocalDate firstHarvestDay, String source) {
		var uses = List.of(new PickCheck.Use(product, sprayedOn, sprayedOn.plusDays(intervalDays), false, Set.of()));

		assertThat(PickCheck.of(uses, firstHarvestDay)).as(crop + source).isEmpty();
		assertThat(PickCheck.of(uses, firstHarvestDay.minusDays(1)))
			.contains(new HoldReason(Kind.INTERVAL, product, firstHarvestDay, 1));
	}

	@Test
	void theLongestOfSeveralSpraysDecides() {
		var uses = List.of(use("A", DAY, 14), use("B", DAY.plusDays(3), 7), use("C", DAY.plusDays(5), 10));

		assertThat(PickCheck.of(uses, DAY.plusDays(10)))
			.contains(new HoldReason(Kind.INTERVAL, "C", DAY.plusDays(15), 5));
		assertThat(PickCheck.of(uses, DAY.plusDays(15))).isEmpty();
	}

	@Test
	void whatIsSprayedAfterPickingDoesNotConcernIt() {
		assertThat(PickCheck.of(List.of(use("A", DAY, 7)), DAY.minusDays(1))).isEmpty();
	}

	@Test
	void whatNobodyCanDateBlocksWithoutADay() {
		var unknown = new PickCheck.Use("X", DAY, null, true, Set.of("INTERVAL_UNKNOWN"));
		assertThat(PickCheck.of(List.of(unknown), DAY.plusYears(1)))
			.contains(new HoldReason(Kind.INTERVAL_UNKNOWN, "X", null, 0));
	}

	@Test
	void aBanComesBeforeEverything() {
		var banned = new PickCheck.Use("X", DAY, DAY.plusDays(3), true, Set.of("BANNED"));
		assertThat(PickCheck.of(List.of(use("A", DAY, 30), banned), DAY)).map(HoldReason::kind).contains(Kind.BANNED);
	}

	@Test
	void aKnownDayComesBeforeWhatMayStillBeLifted() {
		var over = new PickCheck.Use("X", DAY, DAY.plusDays(7), true, Set.of("OVER_DOSE"));
		assertThat(PickCheck.of(List.of(over), DAY.plusDays(2)))
			.contains(new HoldReason(Kind.INTERVAL, "X", DAY.plusDays(7), 5));
		assertThat(PickCheck.of(List.of(over), DAY.plusDays(8))).map(HoldReason::kind).contains(Kind.ABOVE_LABEL);
	}

	@ParameterizedTest
	@CsvSource({ "1000,0,400,0", "1000,800,200,0", "1000,800,201,1", "1000,1000,50,50", "1000,1200,50,50",
			"1000,0,1000.5,0.5", ",0,300,300" })
	void theCapSplitsTheLot(BigDecimal cap, BigDecimal before, BigDecimal weight, BigDecimal above) {
		assertThat(Cap.above(cap, before, weight)).isEqualByComparingTo(above);
	}

	private static PickCheck.Use use(String product, LocalDate on, int interval) {
		return new PickCheck.Use(product, on, on.plusDays(interval), false, Set.of());
	}

}
