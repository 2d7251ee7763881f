package cn.jinfu.kernel.sheet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.sheet.SheetTemplate.Column;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/**
 * Reads the first sheet of an .xlsx: titles may stand above the header, columns come in
 * any order and under their label or code. What has one meaning is repaired and marked
 * (full-width digits, blanks, 2026.3.5); what has none or several is a problem of its
 * row, never a guess.
 */
public final class SheetReader {

	private static final int HEADER_WITHIN = 20;

	private final SheetTemplate template;

	/** By so many a workbook, old or new, is known. */
	private static final int HEADER_BYTES = 8;

	private final SheetLimits limits;

	public SheetReader(SheetTemplate template) {
		this(template, SheetLimits.DEFAULT);
	}

	public SheetReader(SheetTemplate template, SheetLimits limits) {
		this.template = template;
		this.limits = limits;
	}

	/**
	 * @throws RuleBroken when the file as a whole cannot be taken: not an .xlsx, too
	 * large, no header
	 */
	public SheetContent read(InputStream in) throws IOException {
		var bytes = in.readNBytes(limits.bytes() + 1);
		if (bytes.length > limits.bytes()) {
			throw new RuleBroken("kernel.sheet.too-large", limits.bytes() >> 20);
		}
		if (bytes.length < HEADER_BYTES) {
			throw new RuleBroken("kernel.sheet.not-excel");
		}
		if (ReadableWorkbook.isOLE2Header(bytes)) {
			throw new RuleBroken("kernel.sheet.old-format");
		}
		if (!ReadableWorkbook.isOOXMLZipHeader(bytes)) {
			throw new RuleBroken("kernel.sheet.not-excel");
		}
		refuseBomb(bytes);
		try (var book = new ReadableWorkbook(new ByteArrayInputStream(bytes));
				var rows = book.getFirstSheet().openStream()) {
			return read(rows.iterator(), book.isDate1904());
		}
		catch (ExcelReaderException | IOException | IllegalStateException _) {
			throw new RuleBroken("kernel.sheet.not-excel");
		}
	}

	private void refuseBomb(byte[] bytes) throws IOException {
		var left = limits.inflatedBytes();
		var buffer = new byte[1 << 16];
		try (var zip = ZipFile.builder().setByteArray(bytes).get()) {
			for (var entry : Collections.list(zip.getEntries())) {
				try (var part = zip.getInputStream(entry)) {
					for (int read = part.read(buffer); read >= 0; read = part.read(buffer)) {
						left -= read;
						if (left < 0) {
							throw new RuleBroken("kernel.sheet.too-large", limits.bytes() >> 20);
						}
					}
				}
			}
		}
		catch (IOException _) {
			throw new RuleBroken("kernel.sheet.not-excel");
		}
	}

	private SheetContent read(Iterator<Row> rows, boolean since1904) {
		var above = new ArrayList<List<SheetCell>>();
		var best = List.copyOf(template.columns());
		while (rows.hasNext() && above.size() < HEADER_WITHIN) {
			var cells = cells(rows.next());
			above.add(cells);
			var found = match(cells);
			var missing = template.columns()
				.stream()
				.filter(column -> column.required() && !found.containsKey(column))
				.toList();
			if (missing.isEmpty() && found.size() >= Math.min(2, template.columns().size())) {
				return new SheetContent(template, above, data(rows, found, since1904));
			}
			if (missing.size() < best.size() && !found.isEmpty()) {
				best = missing;
			}
		}
		throw new RuleBroken("kernel.sheet.no-header",
				best.stream().map(Column::label).collect(Collectors.joining("、")));
	}

	private List<SheetCell> cells(Row row) {
		int count = row.getCellCount();
		if (count > limits.columns()) {
			count = IntStream.range(0, row.getCellCount())
				.filter(at -> !SheetCell.of(row.getOptionalCell(at).orElse(null)).isBlank())
				.max()
				.orElse(-1) + 1;
			if (count > limits.columns()) {
				throw new RuleBroken("kernel.sheet.too-wide", limits.columns());
			}
		}
		return IntStream.range(0, count).mapToObj(at -> SheetCell.of(row.getOptionalCell(at).orElse(null))).toList();
	}

	private Map<Column, Integer> match(List<SheetCell> header) {
		var found = new HashMap<Column, Integer>();
		for (int at = 0; at < header.size(); at++) {
			var text = SheetText.header(header.get(at).text());
			for (var column : template.columns()) {
				var named = text.equals(SheetText.header(column.label()))
						|| text.equals(SheetText.header(column.code()));
				if (named && found.putIfAbsent(column, at) != null) {
					throw new RuleBroken("kernel.sheet.column-twice", column.label());
				}
			}
		}
		return found;
	}

	private List<SheetRow> data(Iterator<Row> rows, Map<Column, Integer> places, boolean since1904) {
		var data = new ArrayList<SheetRow>();
		while (rows.hasNext()) {
			var row = rows.next();
			var cells = cells(row);
			if (cells.stream().allMatch(SheetCell::isBlank)) {
				continue;
			}
			if (data.size() == limits.rows()) {
				throw new RuleBroken("kernel.sheet.too-many-rows", limits.rows());
			}
			var read = new SheetRow(row.getRowNum(), cells);
			for (var column : template.columns()) {
				var at = places.get(column);
				take(read, column, at == null || at >= cells.size() ? SheetCell.EMPTY : cells.get(at), since1904);
			}
			data.add(read);
		}
		return data;
	}

	private static void take(SheetRow row, Column column, SheetCell cell, boolean since1904) {
		var text = SheetText.halfWidth(cell.text());
		if (cell.error()) {
			row.wrong(column, "kernel.sheet.cell-error", column.label());
		}
		else if (text.isEmpty()) {
			if (column.required()) {
				row.wrong(column, "kernel.sheet.empty", column.label());
			}
		}
		else {
			switch (column.kind()) {
				case TEXT -> row.accept(column, cell, cell.text().strip());
				case IDENTIFIER -> identifier(row, column, cell, text);
				case NUMBER -> SheetText.number(text)
					.ifPresentOrElse(number -> row.accept(column, cell, plainNumber(cell, text, number)),
							() -> row.wrong(column, "kernel.sheet.not-a-number", column.label()));
				case DATE -> date(row, column, cell, text, since1904);
				case CHOICE -> choice(row, column, cell, text);
			}
		}
	}

	private static String plainNumber(SheetCell cell, String text, BigDecimal number) {
		return text.equals(cell.text().strip()) && !text.contains(",") && !text.contains(" ") ? text
				: number.toPlainString();
	}

	private static void identifier(SheetRow row, Column column, SheetCell cell, String text) {
		if (cell.isRounded()) {
			row.wrong(column, "kernel.sheet.rounded-number", column.label());
			return;
		}
		row.accept(column, cell, text.replace(" ", ""));
	}

	/** A number is Excel's count of days; only plausible ones are read that way. */
	private static void date(SheetRow row, Column column, SheetCell cell, String text, boolean since1904) {
		var number = cell.number();
		if (number != null && number.intValue() > 0 && number.intValue() < 100_000) {
			var origin = since1904 ? LocalDate.of(1904, 1, 1) : LocalDate.of(1899, 12, 30);
			row.accept(column, cell, origin.plusDays(number.intValue()).toString());
			return;
		}
		SheetText.date(text)
			.ifPresentOrElse(day -> row.accept(column, cell, day.toString()),
					() -> row.wrong(column, "kernel.sheet.not-a-date", column.label()));
	}

	private static void choice(SheetRow row, Column column, SheetCell cell, String text) {
		var wanted = SheetText.header(text);
		var code = column.choices()
			.entrySet()
			.stream()
			.filter(it -> SheetText.header(it.getKey()).equals(wanted)
					|| SheetText.header(it.getValue()).equals(wanted))
			.map(Map.Entry::getValue)
			.findFirst();
		code.ifPresentOrElse(it -> row.accept(column, new SheetCell(it, null, false), it),
				() -> row.wrong(column, "kernel.sheet.not-a-choice", column.label(),
						column.choices().keySet().stream().limit(12).collect(Collectors.joining("、"))));
	}

}
