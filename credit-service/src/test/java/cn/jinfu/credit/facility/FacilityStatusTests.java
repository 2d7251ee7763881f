package cn.jinfu.credit.facility;

import cn.jinfu.credit.Matrix;
import org.junit.jupiter.api.Test;

class FacilityStatusTests {

	@Test
	void movesOnlyAsTheRulesAllow() {
		Matrix.holds("facility-moves.csv", FacilityStatus.class, FacilityStatus.Action.class, FacilityStatus::after);
	}

}
