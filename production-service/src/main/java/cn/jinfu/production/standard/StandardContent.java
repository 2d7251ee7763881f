package cn.jinfu.production.standard;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.operation.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * What a standard says, in days from planting; the day of planting is 0.
 *
 * @param stages by their days, none overlapping another
 * @param season limits that count over the whole season
 */
public record StandardContent(List<Stage> stages, List<Limit> season) {

	/** Nothing stands longer than ten years by one standard. */
	static final int LONGEST = 3650;

	/**
	 * @param from first day
	 * @param to last day, included
	 */
	public record Stage(String name, int from, int to, List<Task> tasks, List<Limit> limits, List<Range> ranges) {

		public Stage {
			name = name.strip();
			tasks = tasks.stream().sorted(Comparator.comparingInt(Task::from).thenComparingInt(Task::to)).toList();
			limits = List.copyOf(limits);
			ranges = List.copyOf(ranges);
			if (name.isEmpty() || name.length() > 20) {
				throw new RuleBroken("production.standard.stage-name").at("stages");
			}
			if (from < 0 || to < from || to > LONGEST) {
				throw new RuleBroken("production.standard.stage-days", name).at("stages");
			}
			for (var task : tasks) {
				if (task.from() < from || task.to() > to) {
					throw new RuleBroken("production.standard.task-outside", task.name(), name, from, to).at("tasks");
				}
			}
			requireOnce(limits, "limits");
			var keys = new HashSet<String>();
			for (var range : ranges) {
				if (!keys.add(range.key())) {
					throw new RuleBroken("production.standard.range-twice", name, range.key()).at("ranges");
				}
			}
		}

	}

	/** What is to be done between two days. */
	public record Task(OperationKind kind, String name, int from, int to) {

		public Task {
			name = name.strip();
			if (name.isEmpty() || name.length() > 80) {
				throw new RuleBroken("production.standard.task-name").at("tasks");
			}
			if (to < from) {
				throw new RuleBroken("production.standard.task-days", name).at("tasks");
			}
		}

	}

	/**
	 * At most so much a time, at most so often.
	 *
	 * @param substance an active substance, or null for one input alone
	 * @param inputName the input's name for whoever reads it
	 * @param doseMax of the product, a time and per 亩
	 * @param unit of the dose; a dose in another unit is not compared
	 * @param maxTimes 0 forbids it
	 */
	public record Limit(@Nullable String substance, @Nullable UUID inputId, @Nullable String inputName,
			@Nullable BigDecimal doseMax, @Nullable InputUnit unit, @Nullable Integer maxTimes) {

		public Limit {
			if ((substance == null) == (inputId == null) || (substance != null && substance.length() > 40)) {
				throw new RuleBroken("production.standard.limit-what").at("limits");
			}
			if ((doseMax == null && maxTimes == null) || (doseMax != null && doseMax.signum() <= 0)
					|| (maxTimes != null && maxTimes < 0)) {
				throw new RuleBroken("production.standard.limit-how", what(substance, inputName)).at("limits");
			}
			if ((doseMax == null) != (unit == null)) {
				throw new RuleBroken("production.standard.limit-unit", what(substance, inputName)).at("limits");
			}
		}

		public String what() {
			return what(substance, inputName);
		}

		private static String what(@Nullable String substance, @Nullable String inputName) {
			return (substance != null) ? substance : String.valueOf(inputName);
		}

	}

	/**
	 * Where readings of a channel should lie.
	 *
	 * @param key of the channel, as devices name it
	 * @param low null: no lower bound
	 */
	public record Range(String key, @Nullable Double low, @Nullable Double high) {

		public Range {
			if (!key.matches("[A-Za-z][A-Za-z0-9_.-]{0,39}")) {
				throw new RuleBroken("production.standard.range-key", key).at("ranges");
			}
			if ((low == null && high == null) || (low != null && !Double.isFinite(low))
					|| (high != null && !Double.isFinite(high)) || (low != null && high != null && low >= high)) {
				throw new RuleBroken("production.standard.range-bounds", key).at("ranges");
			}
		}

	}

	public StandardContent {
		stages = stages.stream().sorted(Comparator.comparingInt(Stage::from)).toList();
		season = List.copyOf(season);
		if (stages.isEmpty()) {
			throw new RuleBroken("production.standard.stage-missing").at("stages");
		}
		var names = new HashSet<String>();
		for (var stage : stages) {
			if (!names.add(stage.name())) {
				throw new RuleBroken("production.standard.stage-twice", stage.name()).at("stages");
			}
		}
		for (int n = 1; n < stages.size(); n++) {
			if (stages.get(n).from() <= stages.get(n - 1).to()) {
				throw new RuleBroken("production.standard.stage-overlap", stages.get(n - 1).name(),
						stages.get(n).name())
					.at("stages");
			}
		}
		requireOnce(season, "limits");
	}

	private static void requireOnce(List<Limit> limits, String field) {
		var seen = new HashSet<String>();
		for (var limit : limits) {
			if (!seen.add((limit.inputId() != null) ? limit.inputId().toString() : limit.what())) {
				throw new RuleBroken("production.standard.limit-twice", limit.what()).at(field);
			}
		}
	}

}
