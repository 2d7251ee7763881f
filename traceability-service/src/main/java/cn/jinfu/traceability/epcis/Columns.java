package cn.jinfu.traceability.epcis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Rows on their way into a table, each column an array of texts: thousands of rows are
 * one statement that is planned once, where rows as parameters take a plan for every
 * hundred.
 */
final class Columns {

	private final List<List<@Nullable String>> columns;

	Columns(int count) {
		this.columns = IntStream.range(0, count).<List<@Nullable String>>mapToObj(_ -> new ArrayList<>()).toList();
	}

	void add(@Nullable Object... row) {
		for (int i = 0; i < columns.size(); i++) {
			var value = row[i];
			columns.get(i).add((value != null) ? value.toString() : null);
		}
	}

	/**
	 * @param statement its parameters are these, then one array for each column
	 */
	int into(JdbcTemplate jdbc, String statement, Object... same) {
		if (columns.getFirst().isEmpty()) {
			return 0;
		}
		var arrays = columns.stream().map(it -> (Object) it.toArray(new String[0]));
		return jdbc.update(statement,
				Stream.concat(Arrays.stream(same), arrays).map(Objects::requireNonNull).toArray());
	}

}
