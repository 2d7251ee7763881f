package cn.jinfu.production;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The state tables as written by hand from the rules. */
public final class Moves {

	/**
	 * @param next empty: refused
	 */
	public record Move(String state, String action, String next) {
	}

	private Moves() {
	}

	public static List<Move> of(String machine) {
		try (var table = Moves.class.getResourceAsStream("/production/moves.csv")) {
			return new String(table.readAllBytes(), StandardCharsets.UTF_8).lines()
				.map(line -> line.split(",", -1))
				.filter(cells -> cells[0].equals(machine))
				.map(cells -> new Move(cells[1], cells[2], cells[3]))
				.toList();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
