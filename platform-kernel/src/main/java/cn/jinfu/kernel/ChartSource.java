package cn.jinfu.kernel;

import java.math.BigDecimal;
import java.util.List;

/**
 * A module's plots in the data centre. Each is drawn from the table below it, and each
 * line of that table opens to the rows that add up to it.
 */
public interface ChartSource {

	enum Shape {

		LINE, BAR, HBAR, STACK;

		/** As the script that draws knows it. */
		public String word() {
			return name().toLowerCase(java.util.Locale.ROOT);
		}

	}

	/**
	 * @param label in the reader's language
	 * @param values one for each series
	 * @param path the list behind it, filtered; empty when there is none
	 */
	record Line(String label, List<BigDecimal> values, String path) {

		public Line {
			values = List.copyOf(values);
		}
	}

	/**
	 * @param key message key of its title; {@code <key>.note} says unit and period,
	 * {@code <key>.head} names the first column
	 * @param series message keys of the columns
	 * @param scale decimals shown
	 * @param permission who may see it
	 */
	record Chart(String key, Section section, Shape shape, List<String> series, int scale, List<Line> lines,
			String permission, int order) {

		public Chart {
			series = List.copyOf(series);
			lines = List.copyOf(lines);
		}

		/** Part of an address on the page. */
		public String id() {
			return "chart-" + key.replace('.', '-');
		}

	}

	/** What the acting person may see of the current tenant; empty when it is nothing. */
	List<Chart> charts();

}
