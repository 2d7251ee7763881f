package cn.jinfu.credit.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;

import cn.jinfu.credit.application.ApplicationStatus.Action;
import cn.jinfu.kernel.Refusal.WrongState;
import org.junit.jupiter.api.Test;

class ApplicationStatusTests {

	/**
	 * The rows are what is allowed, written from the rules; every other pair is refused.
	 */
	@Test
	void movesOnlyAsTheRulesAllow() throws IOException {
		var rules = new HashMap<String, String>();
		try (var in = getClass().getResourceAsStream("/credit/application-moves.csv")) {
			new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).forEach(line -> {
				var cells = line.split(",");
				rules.put(cells[0] + "," + cells[1], cells[2]);
			});
		}
		assertThat(rules).hasSize(33);
		for (var from : ApplicationStatus.values()) {
			for (var action : Action.values()) {
				var expected = rules.get(from + "," + action);
				if (expected == null) {
					assertThatExceptionOfType(WrongState.class).as(from + " " + action)
						.isThrownBy(() -> from.after(action));
				}
				else {
					assertThat(from.after(action)).as(from + " " + action)
						.isEqualTo(ApplicationStatus.valueOf(expected));
				}
			}
		}
	}

}
