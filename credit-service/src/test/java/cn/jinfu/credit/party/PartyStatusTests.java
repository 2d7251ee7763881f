package cn.jinfu.credit.party;

import cn.jinfu.credit.Matrix;
import org.junit.jupiter.api.Test;

class PartyStatusTests {

	@Test
	void movesOnlyAsTheRulesAllow() {
		Matrix.holds("party-moves.csv", PartyStatus.class, PartyStatus.Action.class, PartyStatus::after);
	}

}
