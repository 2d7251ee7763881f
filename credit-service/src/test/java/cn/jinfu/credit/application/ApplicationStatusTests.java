package cn.jinfu.credit.application;

import cn.jinfu.credit.Matrix;
import org.junit.jupiter.api.Test;

class ApplicationStatusTests {

	@Test
	void movesOnlyAsTheRulesAllow() {
		Matrix.holds("application-moves.csv", ApplicationStatus.class, ApplicationStatus.Action.class,
				ApplicationStatus::after);
	}

}
