package cn.jinfu.traceability.quota;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.production.PlantingFacts.PlantingFact;
import cn.jinfu.production.PlantingState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** min(county's yield, own average of three years x 1.2), by hand. */
class QuotaCapsTests {

	private static final LocalDate SOWN = LocalDate.of(2026, 3, 10);

	private static final BigDecimal COUNTY = new BigDecimal("30000");

	private final PlantingFact planting = planting("watermelon", SOWN, "10", "0", PlantingState.GROWING);

	@Test
	void aFarmWithoutARecordHasTheCountys() {
		assertThat(cap()).isEqualByComparingTo("30000");
		assertThat(cap(planting("rice", SOWN.minusYears(1), "10", "100", PlantingState.FINISHED))).as("another crop")
			.isEqualByComparingTo("30000");
	}

	@Test
	void itsOwnThreeYearsAndAFifthBoundIt() {
		// (16000 + 8000 + 8000) kg on (8 + 4 + 4) mu are 2000 a mu; ten mu and a fifth
		// more are 24000
		assertThat(cap(years("16000", "8000", "8000"))).isEqualByComparingTo("24000");
	}

	@Test
	void twoYearsAreNoAverage() {
		assertThat(cap(planting("watermelon", SOWN.minusYears(1), "8", "800", PlantingState.FINISHED),
				planting("watermelon", SOWN.minusYears(2), "8", "800", PlantingState.FINISHED),
				planting("watermelon", SOWN.minusYears(2).plusDays(90), "8", "800", PlantingState.FINISHED)))
			.isEqualByComparingTo("30000");
	}

	@Test
	void aRecordAboveTheCountysLiftsNothing() {
		assertThat(cap(years("60000", "60000", "60000"))).isEqualByComparingTo("30000");
	}

	@Test
	void olderOrUnfinishedOrFailedYearsDoNotCount() {
		var years = new java.util.ArrayList<>(List.of(years("16000", "8000", "8000")));
		years.add(planting("watermelon", SOWN.minusYears(3).minusDays(1), "100", "10", PlantingState.FINISHED));
		years.add(planting("watermelon", SOWN.minusDays(30), "100", "10", PlantingState.HARVESTING));
		years.add(planting("watermelon", SOWN.minusYears(2), "100", "10", PlantingState.FAILED));
		years.add(planting("watermelon", SOWN.plusDays(1), "100", "10", PlantingState.FINISHED));
		assertThat(cap(years.toArray(PlantingFact[]::new))).isEqualByComparingTo("24000");
	}

	@ParameterizedTest
	@CsvSource({ "2026-05-31,0.6", "2026-06-01,0.6", "2026-06-05,0.68", "2026-06-11,0.8", "2026-06-21,1",
			"2026-07-30,1" })
	void ripensEvenlyFromTheFirstDayOfPickingToTheLast(LocalDate day, String share) {
		var picking = new QuotaCaps.Picking(LocalDate.of(2026, 6, 1), LocalDate.of(2026, 6, 21));
		assertThat(picking.ripe(day)).isEqualByComparingTo(share);
	}

	@Test
	void whatIsPickedOnOneDayIsRipeAtOnce() {
		assertThat(new QuotaCaps.Picking(SOWN, SOWN).ripe(SOWN)).isEqualByComparingTo("1");
	}

	private static PlantingFact[] years(String one, String two, String three) {
		return new PlantingFact[] { planting("watermelon", SOWN.minusYears(1), "8", one, PlantingState.FINISHED),
				planting("watermelon", SOWN.minusYears(2), "4", two, PlantingState.ARCHIVED),
				planting("watermelon", SOWN.minusYears(3), "4", three, PlantingState.FINISHED) };
	}

	private BigDecimal cap(PlantingFact... past) {
		return QuotaCaps.least(planting, COUNTY, List.of(past));
	}

	private static PlantingFact planting(String crop, LocalDate sown, String mu, String picked, PlantingState state) {
		return new PlantingFact(UUID.randomUUID(), "Z-1", UUID.randomUUID(), UUID.randomUUID(), "x", crop, "x", "x",
				"2026-A", sown, new BigDecimal(mu), true, COUNTY, new BigDecimal(picked), null, false, state);
	}

}
