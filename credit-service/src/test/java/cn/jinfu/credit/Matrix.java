package cn.jinfu.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Objects;
import java.util.function.BiFunction;

import cn.jinfu.kernel.Refusal.WrongState;

/**
 * A table of states and actions against the one written by hand from the rules: its rows
 * are what is allowed, every other pair is refused.
 */
public final class Matrix {

	private Matrix() {
	}

	public static <S extends Enum<S>, A extends Enum<A>> void holds(String file, Class<S> states, Class<A> actions,
			BiFunction<S, A, S> after) {
		var rules = new HashMap<String, String>();
		try (var in = Objects.requireNonNull(Matrix.class.getResourceAsStream("/credit/" + file), file)) {
			new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).forEach(line -> {
				var cells = line.split(",");
				assertThat(rules.put(cells[0] + "," + cells[1], cells[2])).as("twice: " + line).isNull();
			});
		}
		catch (IOException unreadable) {
			throw new java.io.UncheckedIOException(unreadable);
		}
		assertThat(rules).isNotEmpty();
		for (var from : states.getEnumConstants()) {
			for (var action : actions.getEnumConstants()) {
				var expected = rules.remove(from + "," + action);
				if (expected == null) {
					assertThatExceptionOfType(WrongState.class).as(from + " " + action)
						.isThrownBy(() -> after.apply(from, action));
				}
				else {
					assertThat(after.apply(from, action).name()).as(from + " " + action).isEqualTo(expected);
				}
			}
		}
		assertThat(rules).as("rows that name nothing").isEmpty();
	}

}
