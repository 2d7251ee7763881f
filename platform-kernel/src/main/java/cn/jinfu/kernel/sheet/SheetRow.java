package cn.jinfu.kernel.sheet;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import cn.jinfu.kernel.Refusal;

/**
 * One row of an import: the values by column code, what was repaired in them, and what is
 * wrong with them. A wrong or empty cell has no value.
 */
public final class SheetRow {

	/**
	 * Something read otherwise than typed; shown to the person before anything is kept.
	 */
	public record Repair(String column, String typed, String read) {
	}

	/**
	 * @param column the code of the column, or "" for the whole row
	 * @param code message {@code problem.<code>}
	 */
	public record Problem(String column, String code, List<Object> args) {
	}

	private final int number;

	private final List<SheetCell> cells;

	private final Map<String, String> values = new LinkedHashMap<>();

	private final List<Repair> repairs = new ArrayList<>();

	private final List<Problem> problems = new ArrayList<>();

	SheetRow(int number, List<SheetCell> cells) {
		this.number = number;
		this.cells = cells;
	}

	/** As Excel counts, from 1. */
	public int number() {
		return number;
	}

	public Optional<String> text(String column) {
		return Optional.ofNullable(values.get(column));
	}

	public Optional<BigDecimal> number(String column) {
		return text(column).map(BigDecimal::new);
	}

	public Optional<LocalDate> date(String column) {
		return text(column).map(LocalDate::parse);
	}

	public List<Repair> repairs() {
		return List.copyOf(repairs);
	}

	public List<Problem> problems() {
		return List.copyOf(problems);
	}

	public boolean isWrong() {
		return !problems.isEmpty();
	}

	/** What the business says about this row, beside what its cells say. */
	public void refuse(String column, Refusal refusal) {
		problems.add(new Problem(column, refusal.code(), List.of(refusal.args())));
	}

	void accept(SheetTemplate.Column column, SheetCell cell, String read) {
		values.put(column.code(), read);
		if (!cell.looksLike(read)) {
			repairs.add(new Repair(column.code(), cell.text(), read));
		}
	}

	void wrong(SheetTemplate.Column column, String code, Object... args) {
		problems.add(new Problem(column.code(), code, List.of(args)));
	}

	List<SheetCell> cells() {
		return cells;
	}

}
