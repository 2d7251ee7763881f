package cn.jinfu.kernel.sheet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;

import org.dhatim.fastexcel.Workbook;
import org.jspecify.annotations.Nullable;

/**
 * Lists as files. No cell is ever a formula: what people typed into the platform must not
 * run on the computer of whoever exports it.
 */
public final class SheetExport {

	/** One cell; text stays text, whatever it looks like. */
	public record Cell(@Nullable String text, @Nullable BigDecimal number, @Nullable LocalDate date,
			@Nullable LocalDateTime time) {

		public static Cell text(@Nullable String text) {
			return new Cell(text, null, null, null);
		}

		public static Cell number(@Nullable BigDecimal number) {
			return new Cell(null, number, null, null);
		}

		public static Cell date(@Nullable LocalDate date) {
			return new Cell(null, null, date, null);
		}

		/** To the second. */
		public static Cell time(@Nullable LocalDateTime time) {
			return new Cell(null, null, null, (time != null) ? time.truncatedTo(ChronoUnit.SECONDS) : null);
		}

	}

	private static final int MOST_ROWS = 1_000_000;

	private SheetExport() {
	}

	/** Streams an .xlsx and leaves the stream open. */
	public static void xlsx(OutputStream out, String title, List<String> headers, Iterator<List<Cell>> rows)
			throws IOException {
		try (var book = new Workbook(new Unclosed(out), "jinfu", "1.0")) {
			var sheet = book.newWorksheet(SheetText.sheetName(title));
			for (int column = 0; column < headers.size(); column++) {
				sheet.value(0, column, SheetText.clean(headers.get(column)));
				sheet.style(0, column).bold().set();
				sheet.width(column, 16);
			}
			sheet.freezePane(0, 1);
			int row = 1;
			for (; rows.hasNext() && row <= MOST_ROWS; row++) {
				write(sheet, row, rows.next());
				if (row % 1_000 == 0) {
					sheet.flush();
				}
			}
			sheet.setAutoFilter(0, 0, row - 1, Math.max(0, headers.size() - 1));
		}
	}

	private static void write(org.dhatim.fastexcel.Worksheet sheet, int row, List<Cell> cells) {
		for (int column = 0; column < cells.size(); column++) {
			var cell = cells.get(column);
			if (cell.number() != null) {
				sheet.value(row, column, cell.number());
			}
			else if (cell.date() != null) {
				sheet.value(row, column, cell.date());
				sheet.style(row, column).format("yyyy-mm-dd").set();
			}
			else if (cell.time() != null) {
				sheet.value(row, column, cell.time());
				sheet.style(row, column).format("yyyy-mm-dd hh:mm").set();
			}
			else if (cell.text() != null && !cell.text().isEmpty()) {
				sheet.value(row, column, SheetText.clean(cell.text()));
				// Kept as text also when somebody edits the cell.
				sheet.style(row, column).format("@").set();
			}
		}
	}

	/**
	 * Comma-separated, UTF-8 with the mark that Excel and WPS need, lines ended by CRLF
	 * (RFC 4180). Text that a spreadsheet would run is led by an apostrophe. Leaves the
	 * stream open.
	 */
	public static void csv(OutputStream out, List<String> headers, Iterator<List<Cell>> rows) throws IOException {
		var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
		writer.write('\uFEFF');
		line(writer, headers.stream().map(Cell::text).toList());
		while (rows.hasNext()) {
			line(writer, rows.next());
		}
		writer.flush();
	}

	private static void line(Writer writer, List<Cell> cells) throws IOException {
		for (int column = 0; column < cells.size(); column++) {
			if (column > 0) {
				writer.write(',');
			}
			writer.write(field(cells.get(column)));
		}
		writer.write("\r\n");
	}

	private static String field(Cell cell) {
		if (cell.number() != null) {
			return cell.number().toPlainString();
		}
		if (cell.date() != null) {
			return cell.date().toString();
		}
		if (cell.time() != null) {
			return cell.time().toString();
		}
		var text = cell.text() == null ? "" : SheetText.clean(cell.text());
		if (!text.isEmpty() && "=+-@\t\n＝＋－＠".indexOf(text.charAt(0)) >= 0) {
			text = "'" + text;
		}
		return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\t' || c == '\'')
				? '"' + text.replace("\"", "\"\"") + '"' : text;
	}

}
