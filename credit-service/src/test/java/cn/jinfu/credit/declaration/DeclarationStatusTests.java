package cn.jinfu.credit.declaration;

import cn.jinfu.credit.Matrix;
import org.junit.jupiter.api.Test;

class DeclarationStatusTests {

	@Test
	void movesOnlyAsTheRulesAllow() {
		Matrix.holds("declaration-moves.csv", DeclarationStatus.class, DeclarationStatus.Action.class,
				DeclarationStatus::after);
	}

}
