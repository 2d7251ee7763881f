package cn.jinfu.production.iot.telemetry;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClockOffsetTests {

	@ParameterizedTest
	@CsvSource({ "0,0", "999,0", "-999,0", "1000,1", "-1000,-1", "59999,5", "60000,6", "-60000,-6", "3600000,11",
			"86399999,11", "86400000,12", "-9000000000,-12" })
	void isSortedBySize(long millis, int step) {
		assertThat(ClockOffsets.step(millis)).isEqualTo(step);
	}

}
