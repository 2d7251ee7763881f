package cn.jinfu.production.standard;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.Plain;
import cn.jinfu.production.operation.OperationKind;
import cn.jinfu.production.standard.StandardContent.Limit;
import cn.jinfu.production.standard.StandardContent.Range;
import cn.jinfu.production.standard.StandardContent.Stage;
import cn.jinfu.production.standard.StandardContent.Task;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * A standard as lines of words, as it is typed: one stage, task, limit or range a line,
 * its cells between commas; a Chinese comma does as well.
 */
@Component
@Transactional(readOnly = true)
@RequiredArgsConstructor
class StandardLines {

	/** The four boxes of the form. */
	record Boxes(@Nullable String stages, @Nullable String tasks, @Nullable String limits, @Nullable String ranges) {
	}

	/** An input that a limit names by number or by name. */
	private record Known(UUID id, String name) {
	}

	private final MessageSource messages;

	private final JdbcClient sql;

	public StandardContent read(Boxes boxes) {
		var stages = new ArrayList<Stage>();
		for (var cells : lines(boxes.stages(), 3, "stages")) {
			stages.add(new Stage(cells[0], number(cells, 1, "stages"), number(cells, 2, "stages"), List.of(), List.of(),
					List.of()));
		}
		var tasks = named(boxes.tasks(), 5, "tasks", stages, false,
				cells -> new Task(word(OperationKind.values(), cells, 1, "tasks"), cells[2], number(cells, 3, "tasks"),
						number(cells, 4, "tasks")));
		var limits = named(boxes.limits(), 5, "limits", stages, true, this::limit);
		var ranges = named(boxes.ranges(), 4, "ranges", stages, false,
				cells -> new Range(cells[1], bound(cells, 2), bound(cells, 3)));
		return new StandardContent(stages.stream()
			.map(stage -> new Stage(stage.name(), stage.from(), stage.to(), below(tasks, stage.name()),
					below(limits, stage.name()), below(ranges, stage.name())))
			.toList(), below(limits, ""));
	}

	public Boxes write(StandardContent content) {
		var stages = new StringBuilder();
		var tasks = new StringBuilder();
		var limits = new StringBuilder();
		var ranges = new StringBuilder();
		for (var stage : content.stages()) {
			line(stages, stage.name(), stage.from(), stage.to());
			stage.tasks()
				.forEach(task -> line(tasks, stage.name(), word(task.kind()), task.name(), task.from(), task.to()));
			stage.limits().forEach(limit -> line(limits, stage.name(), limit));
			stage.ranges()
				.forEach(range -> line(ranges, stage.name(), range.key(), text(range.low()), text(range.high())));
		}
		content.season().forEach(limit -> line(limits, "", limit));
		return new Boxes(stages.toString(), tasks.toString(), limits.toString(), ranges.toString());
	}

	private void line(StringBuilder limits, String stage, Limit limit) {
		var unit = limit.unit();
		var dose = limit.doseMax();
		line(limits, stage, (limit.inputId() != null) ? number(limit.inputId()) : limit.what(),
				(dose != null) ? Plain.of(dose).toPlainString() : "", (unit != null) ? word(unit) : "",
				(limit.maxTimes() != null) ? limit.maxTimes() : "");
	}

	private static void line(StringBuilder box, Object... cells) {
		box.append(String.join(", ", Arrays.stream(cells).map(String::valueOf).toList())).append('\n');
	}

	private static String text(@Nullable Double bound) {
		return (bound != null) ? Plain.of(BigDecimal.valueOf(bound)).toPlainString() : "";
	}

	/** A line under the stage that it names. */
	private record Named<T>(String stage, T what) {
	}

	private static <T> List<T> below(List<Named<T>> lines, String stage) {
		return lines.stream().filter(line -> line.stage().equals(stage)).map(Named::what).toList();
	}

	private static <T> List<Named<T>> named(@Nullable String box, int width, String field, List<Stage> stages,
			boolean season, java.util.function.Function<String[], T> read) {
		var found = new ArrayList<Named<T>>();
		for (var cells : lines(box, width, field)) {
			if (stages.stream().noneMatch(stage -> stage.name().equals(cells[0])) && !(season && cells[0].isEmpty())) {
				throw new RuleBroken("production.standard.stage-unknown", cells[0]).at(field);
			}
			found.add(new Named<>(cells[0], read.apply(cells)));
		}
		return found;
	}

	private Limit limit(String[] cells) {
		var dose = cells[2].isEmpty() ? null : dose(cells);
		var unit = cells[3].isEmpty() ? null : word(InputUnit.values(), cells, 3, "limits");
		var times = cells[4].isEmpty() ? null : Integer.valueOf(number(cells, 4, "limits"));
		if (cells[1].isEmpty()) {
			throw new RuleBroken("production.standard.limit-what").at("limits");
		}
		var input = input(cells[1]);
		return new Limit(input.isPresent() ? null : cells[1], input.map(Known::id).orElse(null),
				input.map(Known::name).orElse(null), dose, unit, times);
	}

	private static BigDecimal dose(String[] cells) {
		if (!cells[2].matches("\\d{1,9}(\\.\\d{1,3})?")) {
			throw odd(cells, "limits");
		}
		return new BigDecimal(cells[2]);
	}

	/** By registration number, else by its whole name; anything else is a substance. */
	private Optional<Known> input(String words) {
		return sql.sql("""
				select id, name from production_agri_input where listed and (registration_no = ? or name = ?)
				 order by registration_no = ? desc nulls last, id limit 1""")
			.params(words, words, words)
			.query(Known.class)
			.optional();
	}

	private String number(UUID inputId) {
		return sql.sql("select coalesce(registration_no, name) from production_agri_input where id = ?")
			.param(inputId)
			.query(String.class)
			.single();
	}

	private String word(Enum<?> constant) {
		return word(constant, LocaleContextHolder.getLocale());
	}

	private String word(Enum<?> constant, Locale locale) {
		return messages.getMessage("enum." + constant.getDeclaringClass().getSimpleName() + "." + constant.name(), null,
				locale);
	}

	/** In the words of either language, or by name. */
	private <E extends Enum<E>> E word(E[] values, String[] cells, int n, String field) {
		return Arrays.stream(values)
			.filter(value -> value.name().equalsIgnoreCase(cells[n])
					|| word(value, Locale.SIMPLIFIED_CHINESE).equals(cells[n])
					|| word(value, Locale.ENGLISH).equalsIgnoreCase(cells[n]))
			.findFirst()
			.orElseThrow(() -> odd(cells, field));
	}

	private static int number(String[] cells, int n, String field) {
		if (!cells[n].matches("\\d{1,4}")) {
			throw odd(cells, field);
		}
		return Integer.parseInt(cells[n]);
	}

	private static @Nullable Double bound(String[] cells, int n) {
		if (cells[n].isEmpty()) {
			return null;
		}
		if (!cells[n].matches("-?\\d{1,9}(\\.\\d{1,6})?")) {
			throw odd(cells, "ranges");
		}
		return Double.valueOf(cells[n]);
	}

	private static RuleBroken odd(String[] cells, String field) {
		return new RuleBroken("production.standard.line", String.join(", ", cells)).at(field);
	}

	private static List<String[]> lines(@Nullable String box, int width, String field) {
		return (box == null) ? List.of() : box.lines().filter(line -> !line.isBlank()).map(line -> {
			var cells = line.split("[,\uff0c]", -1);
			for (int n = 0; n < cells.length; n++) {
				cells[n] = cells[n].strip();
			}
			if (cells.length != width) {
				throw odd(cells, field);
			}
			return cells;
		}).toList();
	}

}
