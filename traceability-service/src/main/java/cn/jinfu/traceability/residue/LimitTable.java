package cn.jinfu.traceability.residue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Finds the row of one substance that applies to a food: its own row first, then its
 * category's, then the category above, passing over rows that except the food or one of
 * the categories it came through. No row is "no limit set", never "safe". Rule: GB 2763
 * and docs/rules/traceability.md, section "Limits".
 */
final class LimitTable {

	/**
	 * @param excluded foods named as exceptions, parted by 、; empty when there are none
	 */
	record Row(String food, String excluded, BigDecimal limit) {

		boolean excepts(Collection<String> foods) {
			return Arrays.stream(excluded.split("、")).anyMatch(foods::contains);
		}

		String printed() {
			return excluded.isEmpty() ? food : food + "(" + excluded + "除外)";
		}

	}

	private LimitTable() {
	}

	/**
	 * @param path the food, its category, the category above, ...
	 */
	static Optional<Row> find(List<Row> rows, List<String> path) {
		for (int level = 0; level < path.size(); level++) {
			var food = path.get(level);
			var below = path.subList(0, level);
			var hit = rows.stream().filter(row -> row.food().equals(food) && !row.excepts(below)).findFirst();
			if (hit.isPresent()) {
				return hit;
			}
		}
		return Optional.empty();
	}

}
