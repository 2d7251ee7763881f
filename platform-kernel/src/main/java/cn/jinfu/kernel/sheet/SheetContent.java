package cn.jinfu.kernel.sheet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** An import as read: every row, right or wrong. */
public final class SheetContent {

	private final SheetTemplate template;

	private final List<List<SheetCell>> above;

	private final List<SheetRow> rows;

	SheetContent(SheetTemplate template, List<List<SheetCell>> above, List<SheetRow> rows) {
		this.template = template;
		this.above = List.copyOf(above);
		this.rows = List.copyOf(rows);
	}

	public List<SheetRow> rows() {
		return rows;
	}

	public List<SheetRow> wrongRows() {
		return rows.stream().filter(SheetRow::isWrong).toList();
	}

	public List<SheetRow> goodRows() {
		return rows.stream().filter(row -> !row.isWrong()).toList();
	}

	/**
	 * The person's own sheet with a column of reasons, the wrong rows only: corrected, it
	 * can be uploaded as it is. Does not close the stream.
	 * @param reasonLabel header of the added column
	 * @param words the text of a problem
	 */
	public void writeWrongRows(OutputStream out, String reasonLabel, Function<SheetRow.Problem, String> words)
			throws IOException {
		var header = above.getLast();
		int reasons = reasonColumn(header, reasonLabel);
		try (var book = new Workbook(new Unclosed(out), "jinfu", "1.0")) {
			var sheet = book.newWorksheet(SheetText.sheetName(template.title()));
			int at = 0;
			for (var cells : above) {
				write(sheet, at++, cells);
			}
			sheet.value(at - 1, reasons, SheetText.clean(reasonLabel));
			sheet.style(at - 1, reasons).bold().fontColor("B3261E").set();
			sheet.width(reasons, 50);
			for (var row : wrongRows()) {
				write(sheet, at, row.cells());
				sheet.value(at, reasons, SheetText
					.clean(row.problems().stream().map(words).distinct().collect(Collectors.joining("；"))));
				sheet.style(at, reasons).fontColor("B3261E").wrapText(true).set();
				at++;
			}
		}
	}

	/** An earlier round's column of reasons is written over. */
	private static int reasonColumn(List<SheetCell> header, String reasonLabel) {
		for (int at = 0; at < header.size(); at++) {
			if (SheetText.header(header.get(at).text()).equals(SheetText.header(reasonLabel))) {
				return at;
			}
		}
		return header.size();
	}

	private static void write(Worksheet sheet, int row, List<SheetCell> cells) {
		for (int column = 0; column < cells.size(); column++) {
			var cell = cells.get(column);
			// A rounded number goes back as text: typed over, the cell keeps every digit.
			if (cell.number() != null && !cell.isRounded()) {
				sheet.value(row, column, cell.number());
			}
			else if (!cell.text().isEmpty()) {
				sheet.value(row, column, SheetText.clean(cell.text()));
				sheet.style(row, column).format("@").set();
			}
		}
	}

}
