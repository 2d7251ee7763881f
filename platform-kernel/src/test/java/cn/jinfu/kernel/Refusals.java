package cn.jinfu.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Says in one line which rule refuses something. */
final class Refusals {

	private Refusals() {
	}

	static void assertRefused(String code, ThrowingCallable call) {
		var refusal = catchThrowableOfType(Refusal.RuleBroken.class, call);
		assertThat(refusal).as("refused with " + code).isNotNull();
		assertThat(refusal.code()).isEqualTo(code);
	}

}
