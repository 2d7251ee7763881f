package cn.jinfu.credit.consent;

import cn.jinfu.credit.Matrix;
import org.junit.jupiter.api.Test;

class ConsentStatusTests {

	@Test
	void movesOnlyAsTheRulesAllow() {
		Matrix.holds("consent-moves.csv", ConsentStatus.class, ConsentStatus.Ending.class, ConsentStatus::after);
	}

}
