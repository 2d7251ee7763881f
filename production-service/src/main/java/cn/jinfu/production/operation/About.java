package cn.jinfu.production.operation;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;

/**
 * What goes with the work besides the input; nothing of it must be told.
 *
 * @param method how the input was put on
 * @param amount of what is no input: water, seedlings
 */
public record About(@Nullable Weather weather, @Nullable UseMethod method, @Nullable BigDecimal amount,
		@Nullable AmountUnit amountUnit, List<Worker> workers) {

	public static final About NONE = new About(null, null, null, null, List.of());

	private static final int MOST_WORKERS = 50;

	public About {
		workers = List.copyOf(workers);
		if (amount != null && amount.signum() <= 0) {
			throw new RuleBroken("production.quantity.not-positive").at("amount");
		}
		if ((amount == null) != (amountUnit == null)) {
			throw new RuleBroken("production.operation.amount-half").at((amount == null) ? "amount" : "amountUnit");
		}
		if (workers.size() > MOST_WORKERS) {
			throw new RuleBroken("production.worker.many", MOST_WORKERS).at("workers");
		}
		var names = new HashSet<String>();
		for (var worker : workers) {
			if (!names.add(worker.name())) {
				throw new RuleBroken("production.worker.twice").at("workers");
			}
		}
	}

	/**
	 * Somebody who worked; need not be known to the platform.
	 *
	 * @param hours of this work; null where nobody counted
	 */
	public record Worker(String name, @Nullable BigDecimal hours) {

		private static final int MOST_NAME = 40;

		private static final BigDecimal DAY = new BigDecimal("24");

		public Worker {
			name = name.strip();
			if (name.isEmpty() || name.length() > MOST_NAME) {
				throw new RuleBroken("production.worker.name", MOST_NAME).at("workers");
			}
			if (hours != null
					&& (hours.signum() <= 0 || hours.compareTo(DAY) > 0 || hours.stripTrailingZeros().scale() > 2)) {
				throw new RuleBroken("production.worker.hours").at("hours");
			}
		}

	}

	/**
	 * As a farmer writes it: names one after another, and the hours that each worked.
	 * @throws RuleBroken for hours of nobody
	 */
	static List<Worker> told(@Nullable String names, @Nullable BigDecimal hours) {
		var workers = (names == null) ? List.<Worker>of()
				: List.of(names.split("[,;\\s\\u3001\\uFF0C\\uFF1B]+"))
					.stream()
					.filter(name -> !name.isBlank())
					.map(name -> new Worker(name, hours))
					.toList();
		if (workers.isEmpty() && hours != null) {
			throw new RuleBroken("production.worker.nobody").at("workers");
		}
		return workers;
	}

}
