package cn.jinfu.platform.account;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the first administrator's password must not be. */
class FirstAdministratorTests {

	@ParameterizedTest
	@CsvSource({ "boss,eleven-sign,shorter than 12", "boss,Jinfu-demo-2026,a default", "boss,jinfu-DEMO-2026,a default",
			"administrator,Administrator,a default" })
	void refusesShortOnesAndDefaults(String login, String password, String why) {
		assertThatIllegalStateException().isThrownBy(() -> FirstAdministrator.refuseWeak(login, password))
			.withMessageStartingWith("start refused: JINFU_ADMIN_PASSWORD is")
			.withMessageContaining(why)
			.withMessageNotContaining(password);
	}

	@Test
	void takesALongOneOfItsOwn() {
		assertThatCode(() -> FirstAdministrator.refuseWeak("boss", "twelve-signs")).doesNotThrowAnyException();
	}

}
