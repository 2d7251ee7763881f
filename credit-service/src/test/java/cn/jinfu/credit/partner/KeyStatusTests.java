package cn.jinfu.credit.partner;

import cn.jinfu.credit.Matrix;
import org.junit.jupiter.api.Test;

class KeyStatusTests {

	@Test
	void followsTheTable() {
		Matrix.holds("key-moves.csv", KeyStatus.class, KeyStatus.Action.class, KeyStatus::after);
	}

}
