package cn.jinfu.credit.webhook;

import cn.jinfu.credit.Matrix;
import org.junit.jupiter.api.Test;

class EndpointStatusTests {

	@Test
	void followsTheTable() {
		Matrix.holds("endpoint-moves.csv", EndpointStatus.class, EndpointStatus.Action.class, EndpointStatus::after);
	}

}
