package cn.jinfu.production.iot.device;

import java.util.List;

import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.production.Moves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DeviceStateTests {

	static final List<Moves.Move> MOVES = Moves.of("DeviceState");

	@ParameterizedTest
	@FieldSource("MOVES")
	void everyPairGoesWhereTheTableSays(Moves.Move move) {
		var state = DeviceState.valueOf(move.state());
		var action = DeviceState.Action.valueOf(move.action());
		if (move.next().isEmpty()) {
			assertThatExceptionOfType(WrongState.class).isThrownBy(() -> state.after(action));
		}
		else {
			assertThat(state.after(action)).hasToString(move.next());
		}
	}

	@Test
	void theTableIsWhole() {
		assertThat(MOVES).hasSize(DeviceState.values().length * DeviceState.Action.values().length);
	}

	@Test
	void aSecretIsNeverShownByAccidentAndItsBrokerFormIsSaltedEachTime() {
		var secret = Secret.next();
		assertThat(secret.text()).hasSize(43);
		assertThat(secret.toString()).doesNotContain(secret.text());
		assertThat(secret.brokerHash()).startsWith("$7$101$").isNotEqualTo(secret.brokerHash());
		assertThat(new Secret("abc").hash())
			.isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	}

	@Test
	void aModelRefusesWhatNoDeviceCouldMean() {
		assertThatExceptionOfType(RuleBroken.class)
			.isThrownBy(() -> new DeviceProduct.Property("ts", "x", "", SeriesKind.GAUGE, 0, null, null));
		assertThatExceptionOfType(RuleBroken.class)
			.isThrownBy(() -> new DeviceProduct.Property("t", "x", "", SeriesKind.GAUGE, 0, 5.0, 5.0));
		var one = new DeviceProduct.Property("t", "x", "", SeriesKind.GAUGE, 0, null, null);
		assertThatExceptionOfType(RuleBroken.class)
			.isThrownBy(() -> new DeviceProduct(null, "AB", "x", "x", Protocol.HTTP, 60, List.of(one, one), List.of()));
		assertThatExceptionOfType(RuleBroken.class)
			.isThrownBy(() -> new DeviceProduct(null, "AB", "x", "x", Protocol.HTTP, 0, List.of(one), List.of()));
	}

}
