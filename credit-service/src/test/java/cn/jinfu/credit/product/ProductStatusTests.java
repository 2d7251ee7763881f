package cn.jinfu.credit.product;

import cn.jinfu.credit.Matrix;
import org.junit.jupiter.api.Test;

class ProductStatusTests {

	@Test
	void movesOnlyAsTheRulesAllow() {
		Matrix.holds("product-moves.csv", ProductStatus.class, ProductStatus.Action.class, ProductStatus::after);
	}

}
