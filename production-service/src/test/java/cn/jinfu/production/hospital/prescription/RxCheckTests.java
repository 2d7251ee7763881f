package cn.jinfu.production.hospital.prescription;

import java.math.BigDecimal;
import java.util.List;

import cn.jinfu.kernel.Ids;
import cn.jinfu.production.AgriInputs.LabelRule;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The label's row as on a bag of fungicide: 炭疽病 on watermelons, 50 to 80 g, 3 times, 7
 * days.
 */
class RxCheckTests {

	private static LabelRule rule(Integer interval) {
		return new LabelRule(Ids.next(), "watermelon", "炭疽病", new BigDecimal("50"), new BigDecimal("80"), 3, interval,
				"示例", true);
	}

	private static final RxCheck.Label LABEL = new RxCheck.Label(true, false, true, List.of(rule(7)));

	private static RxCheck.Dose dose(String perMu, int times, int before) {
		return new RxCheck.Dose("炭疽病", new BigDecimal(perMu), times, before);
	}

	@Test
	void whatTheLabelAllowsIsClear() {
		assertThat(RxCheck.of(dose("50", 3, 0), LABEL).clear()).isTrue();
		assertThat(RxCheck.of(dose("80", 1, 2), LABEL).clear()).isTrue();
		assertThat(RxCheck.of(dose("80", 1, 2), LABEL).rule().intervalDays()).isEqualTo(7);
	}

	@Test
	void eachStepOffTheLabelIsFound() {
		assertThat(RxCheck.of(dose("80.000001", 1, 0), LABEL).findings()).containsExactly(RxFinding.OVER_DOSE);
		assertThat(RxCheck.of(dose("49.999999", 1, 0), LABEL).findings()).containsExactly(RxFinding.UNDER_DOSE);
		assertThat(RxCheck.of(dose("60", 2, 2), LABEL).findings()).containsExactly(RxFinding.OVER_TIMES);
		assertThat(RxCheck.of(new RxCheck.Dose("蚜虫", new BigDecimal("60"), 1, 0), LABEL).findings())
			.containsExactly(RxFinding.WRONG_PEST);
		assertThat(RxCheck.of(dose("60", 1, 0), new RxCheck.Label(true, false, true, List.of())).findings())
			.containsExactly(RxFinding.WRONG_CROP);
		assertThat(RxCheck.of(dose("60", 1, 0), new RxCheck.Label(true, false, false, List.of(rule(7)))).findings())
			.containsExactly(RxFinding.NOT_REGISTERED);
		assertThat(RxCheck.of(dose("60", 1, 0), new RxCheck.Label(true, false, true, List.of(rule(null)))).findings())
			.containsExactly(RxFinding.INTERVAL_UNKNOWN);
		assertThat(RxCheck.of(dose("60", 1, 0), new RxCheck.Label(false, false, true, List.of())).findings())
			.containsExactly(RxFinding.NOT_A_PESTICIDE);
	}

	@Test
	void theBanIsTheGravest() {
		var check = RxCheck.of(dose("900", 9, 0), new RxCheck.Label(true, true, false, List.of(rule(7))));
		assertThat(check.gravest()).isEqualTo(RxFinding.BANNED);
		assertThat(check.sorted()).containsExactly(RxFinding.BANNED, RxFinding.NOT_REGISTERED, RxFinding.OVER_DOSE,
				RxFinding.OVER_TIMES);
	}

}
