package cn.jinfu.kernel;

import static cn.jinfu.kernel.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;

import cn.jinfu.kernel.FieldUnit.Measure;
import cn.jinfu.kernel.FieldUnit.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class QuantityTests {

	private static BigDecimal n(String number) {
		return new BigDecimal(number);
	}

	/** 国务院 1984 法定计量单位: 1 公顷 = 15 亩; 1 市斤 = 0.5 公斤. */
	@Test
	void fifteenMuAreAHectare() {
		assertThat(AreaMu.ofHectares(BigDecimal.ONE)).isEqualTo(AreaMu.of("15"));
		assertThat(AreaMu.of("1").squareMetres()).isEqualByComparingTo("666.67");
		assertThat(AreaMu.of("1").hectares()).isEqualByComparingTo("0.066667");
		assertThat(AreaMu.ofSquareMetres(n("10000"))).isEqualTo(AreaMu.of("15.0000"));
		assertThat(AreaMu.of("12.50").plus(AreaMu.of("0.5"))).hasToString("13");
	}

	@ParameterizedTest
	@CsvSource({ "-0.0001, negative", "100000000, too-large", "0.00001, too-fine" })
	void refusesWhatIsNoArea(String mu, String rule) {
		assertRefused("kernel.area." + rule, () -> AreaMu.of(mu));
	}

	@ParameterizedTest
	@CsvSource({ "-0.000001, negative", "1000000000000, too-large", "0.0000001, too-fine" })
	void refusesWhatIsNoWeight(String kg, String rule) {
		assertRefused("kernel.weight." + rule, () -> WeightKg.of(kg));
	}

	@Test
	void nothingCanWeighLessThanNothing() {
		assertThat(WeightKg.of("2.5").minus(WeightKg.of("2.5")).isZero()).isTrue();
		assertRefused("kernel.weight.negative", () -> WeightKg.of("2.5").minus(WeightKg.of("2.500001")));
	}

	@ParameterizedTest
	@CsvSource({ "JIN, 3, 1500, MASS", "KILOGRAM, 0.25, 250, MASS", "TONNE, 1.2, 1200000, MASS", "GRAM, 7, 7, MASS",
			"MILLILITRE, 250, 250, VOLUME", "LITRE, 1.5, 1500, VOLUME", "PIECE, 12, 12, COUNT" })
	void unitsOfAFixedSizeBecomeBaseUnits(FieldUnit unit, String count, String base, Measure measure) {
		assertThat(unit.of(n(count))).isEqualTo(new Quantity(n(base), measure));
		assertThat(unit.of(n(count)).in(unit)).isEqualByComparingTo(count);
	}

	@Test
	void aBasketHoldsWhatTheFarmSays() {
		var basket = FieldUnit.JIN.of(n("45"));
		var load = FieldUnit.BASKET.of(n("32"), basket);
		assertThat(load.weight()).isEqualTo(WeightKg.of("720"));
		assertThat(load.in(FieldUnit.BASKET, basket)).isEqualByComparingTo("32");
		assertThat(load.in(FieldUnit.JIN)).isEqualByComparingTo("1440");
	}

	@Test
	void aBottleIsNothingUntilItsLabelSaysHowMuch() {
		assertRefused("kernel.unit.content-unknown", () -> FieldUnit.BOTTLE.of(BigDecimal.ONE));
		assertRefused("kernel.unit.content-unknown",
				() -> FieldUnit.BOTTLE.of(BigDecimal.ONE, new Quantity(BigDecimal.ZERO, Measure.VOLUME)));
		assertRefused("kernel.unit.not-a-container",
				() -> FieldUnit.JIN.of(BigDecimal.ONE, FieldUnit.KILOGRAM.of(BigDecimal.ONE)));
	}

	@Test
	void millilitresAreNeverGrams() {
		var poured = FieldUnit.BOTTLE.of(BigDecimal.TWO, FieldUnit.MILLILITRE.of(n("500")));
		var weighed = FieldUnit.BAG.of(BigDecimal.TWO, FieldUnit.GRAM.of(n("500")));
		assertRefused("kernel.unit.different-measure", () -> poured.plus(weighed));
		assertRefused("kernel.unit.different-measure", () -> poured.minus(weighed));
		assertRefused("kernel.unit.different-measure", poured::weight);
		assertRefused("kernel.unit.different-measure", () -> weighed.in(FieldUnit.LITRE));
		assertThat(poured.plus(FieldUnit.LITRE.of(BigDecimal.ONE)).in(FieldUnit.LITRE)).isEqualByComparingTo("2");
	}

	@ParameterizedTest
	@CsvSource({ "-1, negative", "1000000000000, too-large", "0.0000001, too-fine" })
	void refusesWhatIsNoQuantity(String base, String rule) {
		assertRefused("kernel.quantity." + rule, () -> new Quantity(n(base), Measure.MASS));
	}

	@Test
	void areasAndWeightsArePlainNumbersInJson() {
		var json = JsonMapper.builder().build();
		assertThat(json.writeValueAsString(AreaMu.of("12.5"))).isEqualTo("12.5000");
		assertThat(json.readValue("12.5", AreaMu.class)).isEqualTo(AreaMu.of("12.5"));
		assertThat(json.readValue("0.1", WeightKg.class)).isEqualTo(WeightKg.of("0.1"));
	}

}
