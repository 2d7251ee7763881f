package cn.jinfu.kernel.sheet;

import java.math.BigDecimal;
import java.math.MathContext;

import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.jspecify.annotations.Nullable;

/**
 * A cell as it came.
 *
 * @param number when Excel holds it as a number; it keeps 15 digits, the rest is noise
 * @param error whether it shows an error such as #REF!
 */
record SheetCell(String text, @Nullable BigDecimal number, boolean error) {

	static final SheetCell EMPTY = new SheetCell("", null, false);

	private static final MathContext EXCEL = new MathContext(15);

	private static final int DIGITS = 15;

	static SheetCell of(@Nullable Cell cell) {
		if (cell == null || cell.getType() == CellType.EMPTY) {
			return EMPTY;
		}
		var raw = cell.getRawValue() == null ? "" : cell.getRawValue();
		return switch (cell.getType()) {
			case NUMBER -> number(raw);
			case STRING -> new SheetCell(cell.getText() == null ? "" : cell.getText(), null, false);
			// What it last computed: text or number, whichever it looks like.
			case FORMULA -> numeric(raw) ? number(raw) : new SheetCell(raw, null, raw.startsWith("#"));
			case ERROR -> new SheetCell(raw, null, true);
			case BOOLEAN -> new SheetCell(cell.getText(), null, false);
			case EMPTY -> EMPTY;
		};
	}

	private static boolean numeric(String raw) {
		return raw.length() < 40 && raw.matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");
	}

	private static SheetCell number(String raw) {
		if (!numeric(raw)) {
			return new SheetCell(raw, null, true);
		}
		var exact = new BigDecimal(raw);
		return new SheetCell(plain(exact.round(EXCEL)), exact, false);
	}

	private static String plain(BigDecimal number) {
		return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
	}

	boolean isBlank() {
		return text.isBlank();
	}

	/** A whole number with more digits than Excel keeps: the last ones are lost. */
	boolean isRounded() {
		if (number == null) {
			return text.strip().matches("[0-9](\\.[0-9]+)?[eE]\\+?[0-9]{1,3}");
		}
		return number.precision() - number.scale() > DIGITS;
	}

	boolean looksLike(String read) {
		return number != null || text.strip().equals(read);
	}

}
