package cn.jinfu.production.soil;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BalanceTests {

	private static final UUID UREA = new UUID(0, 1);

	private static final UUID DIAMMONIUM = new UUID(0, 2);

	private static final UUID POTASH = new UUID(0, 3);

	private static final List<Balance.Product> PRODUCTS = List.of(product(UREA, "46", "0", "0"),
			product(DIAMMONIUM, "18", "46", "0"), product(POTASH, "0", "0", "50"));

	/**
	 * The two worked examples of the textbooks, peanuts at 300 kg per 亩 (60 mg/kg, 0.15,
	 * coefficient 0.55, half of the urea used, urea 46 %): 43.7 kg and 67.2 kg of urea.
	 */
	@ParameterizedTest
	@CsvSource({ "5, 15, 10.05, 43.7", "6.8, 20.4, 15.45, 67.2" })
	void theTextbookExamplesComeOut(BigDecimal uptake, BigDecimal taken, BigDecimal lacking, BigDecimal urea) {
		var need = Balance.need(new Balance.Figures(uptake, new BigDecimal("0.55"), BigDecimal.valueOf(50)),
				BigDecimal.valueOf(300), BigDecimal.valueOf(60), BigDecimal.valueOf(150_000));

		assertThat(need.uptakeKg()).isEqualByComparingTo(taken);
		assertThat(need.soilKg()).isEqualByComparingTo("4.95");
		assertThat(need.needKg()).isEqualByComparingTo(lacking.multiply(BigDecimal.TWO));
		assertThat(Balance.blend(Map.of(Nutrient.N, need.needKg()), PRODUCTS)).singleElement().satisfies(line -> {
			assertThat(line.inputId()).isEqualTo(UREA);
			assertThat(line.kgPerMu()).isEqualByComparingTo(urea);
		});
	}

	@Test
	void aRichSoilNeedsNothing() {
		var need = Balance.need(new Balance.Figures(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.TEN),
				BigDecimal.valueOf(100), BigDecimal.valueOf(100), BigDecimal.valueOf(150_000));

		assertThat(need.needKg()).isEqualByComparingTo("0");
		assertThat(Balance.blend(Map.of(Nutrient.N, need.needKg()), PRODUCTS)).isEmpty();
	}

	/**
	 * 9.2 kg of phosphate are 20.0 kg of diammonium phosphate, which bring 3.6 kg of
	 * nitrogen; of 12.8 kg the other 9.2 kg are 20.0 kg of urea.
	 */
	@Test
	void whatOneProductBringsOfAnotherNutrientCounts() {
		var lines = Balance.blend(Map.of(Nutrient.N, new BigDecimal("12.8"), Nutrient.P, new BigDecimal("9.2"),
				Nutrient.K, new BigDecimal("5")), PRODUCTS);

		assertThat(lines).extracting(Balance.Line::inputId).containsExactly(DIAMMONIUM, POTASH, UREA);
		assertThat(lines).extracting(line -> line.kgPerMu().toPlainString()).containsExactly("20.0", "10.0", "20.0");
	}

	@Test
	void withoutAProductForANutrientThereIsNoBlend() {
		assertThat(Balance.blend(Map.of(Nutrient.K, BigDecimal.ONE), PRODUCTS.subList(0, 2))).isEmpty();
	}

	private static Balance.Product product(UUID id, String n, String p, String k) {
		return new Balance.Product(id,
				Map.of(Nutrient.N, new BigDecimal(n), Nutrient.P, new BigDecimal(p), Nutrient.K, new BigDecimal(k)));
	}

}
