package cn.jinfu.member.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.member.application.AdmissionStatus.Action;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class AdmissionStatusTests {

	/** Every status with every action; the table is written from the rules. */
	@ParameterizedTest
	@CsvFileSource(resources = "/member/admission-states.csv", numLinesToSkip = 1)
	void movesAsTheTableSays(AdmissionStatus from, Action action, String to) {
		if (to.equals("-")) {
			assertThatThrownBy(() -> from.after(action)).isInstanceOf(WrongState.class);
		}
		else {
			assertThat(from.after(action)).isEqualTo(AdmissionStatus.valueOf(to));
		}
	}

}
