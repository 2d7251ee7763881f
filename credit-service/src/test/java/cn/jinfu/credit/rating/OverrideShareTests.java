package cn.jinfu.credit.rating;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverrideShareTests {

	@ParameterizedTest
	@CsvSource({ "0,0,0,false", "100,5,5.0,false", "100,6,6.0,true", "40,2,5.0,false", "39,2,5.1,true" })
	void moreThanFiveInAHundredIsTooMany(long ratings, long changed, String percent, boolean tooMany) {
		var share = new OverrideDesk.Share(ratings, changed);
		assertThat(share.percent()).isEqualByComparingTo(percent);
		assertThat(share.tooMany()).isEqualTo(tooMany);
	}

}
