package cn.jinfu.credit.loan;

import cn.jinfu.credit.Matrix;
import org.junit.jupiter.api.Test;

class LoanStatusTests {

	@Test
	void movesOnlyAsTheRulesAllow() {
		Matrix.holds("loan-moves.csv", LoanStatus.class, LoanStatus.Booking.class, LoanStatus::after);
	}

}
