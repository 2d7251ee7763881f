package cn.jinfu.kernel.sheet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dhatim.fastexcel.Workbook;

/**
 * The columns of an import: what a header cell may say, and what stands below it.
 *
 * @param title above the header of the empty form, and the name of its sheet
 */
public record SheetTemplate(String title, List<Column> columns) {

	public enum Kind {

		/** Free text, kept as typed but for blanks at its ends. */
		TEXT,
		/** A decimal number. */
		NUMBER,
		/** A day. */
		DATE,
		/** Digits and letters that are no number: codes, telephone and card numbers. */
		IDENTIFIER,
		/** One of a list, by label or code. */
		CHOICE

	}

	/**
	 * @param code the key under which the value is read; also accepted as header
	 * @param label the header people see
	 * @param choices label to code, for {@link Kind#CHOICE} only
	 */
	public record Column(String code, String label, Kind kind, boolean required, Map<String, String> choices) {

		public Column {
			choices = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(choices));
			if ((kind == Kind.CHOICE) == choices.isEmpty()) {
				throw new IllegalArgumentException(code);
			}
		}

		public static Column of(String code, String label, Kind kind) {
			return new Column(code, label, kind, false, Map.of());
		}

		public static Column choice(String code, String label, Map<String, String> choices) {
			return new Column(code, label, Kind.CHOICE, false, choices);
		}

		public Column mandatory() {
			return new Column(code, label, kind, true, choices);
		}

	}

	public SheetTemplate {
		columns = List.copyOf(columns);
		if (columns.stream().map(Column::code).distinct().count() != columns.size()) {
			throw new IllegalArgumentException("a column code stands twice");
		}
	}

	/**
	 * Writes the empty form: title, header (required columns marked *), identifier
	 * columns set to text so that Excel does not round them, lists for choices. Does not
	 * close the stream.
	 */
	public void write(OutputStream out) throws IOException {
		try (var book = new Workbook(new Unclosed(out), "jinfu", "1.0")) {
			var sheet = book.newWorksheet(SheetText.sheetName(title));
			sheet.value(0, 0, SheetText.clean(title));
			sheet.style(0, 0).bold().fontSize(14).set();
			for (int i = 0; i < columns.size(); i++) {
				var column = columns.get(i);
				sheet.value(1, i, SheetText.clean(column.label()) + (column.required() ? "*" : ""));
				sheet.style(1, i).bold().fillColor("E8F0E4").set();
				sheet.width(i, Math.min(40, Math.max(14, column.label().length() * 2 + 4)));
				if (column.kind() == Kind.IDENTIFIER || column.kind() == Kind.TEXT) {
					sheet.range(2, i, SheetLimits.DEFAULT.rows() + 1, i).style().format("@").set();
				}
				if (column.kind() == Kind.DATE) {
					sheet.range(2, i, SheetLimits.DEFAULT.rows() + 1, i).style().format("yyyy-mm-dd").set();
				}
			}
			choiceLists(book, sheet);
			sheet.freezePane(0, 2);
		}
	}

	/**
	 * The lists stand on a second sheet: a list inside the rule may not exceed 255
	 * characters.
	 */
	private void choiceLists(Workbook book, org.dhatim.fastexcel.Worksheet sheet) {
		var choosing = columns.stream().filter(column -> column.kind() == Kind.CHOICE).toList();
		if (choosing.isEmpty()) {
			return;
		}
		var lists = book.newWorksheet("lists");
		for (int at = 0; at < choosing.size(); at++) {
			var labels = List.copyOf(choosing.get(at).choices().keySet());
			for (int row = 0; row < labels.size(); row++) {
				lists.value(row, at, SheetText.clean(labels.get(row)));
			}
			int column = columns.indexOf(choosing.get(at));
			sheet.range(2, column, SheetLimits.DEFAULT.rows() + 1, column)
				.validateWithList(lists.range(0, at, labels.size() - 1, at));
		}
	}

}
