package cn.jinfu.kernel.sheet;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the same thing looks like when different people type it. */
final class SheetText {

	/** Excel's own limit for a cell. */
	private static final int LONGEST = 32_767;

	private static final Pattern GROUPED = Pattern.compile("[+-]?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]+)?");

	private static final Pattern PLAIN = Pattern.compile("[+-]?[0-9]{1,18}(\\.[0-9]{1,18})?");

	private static final Pattern DAY = Pattern.compile("([12][0-9]{3})([-./年])([0-9]{1,2})([-./月])([0-9]{1,2})(日?)");

	private static final Pattern COMPACT_DAY = Pattern.compile("([12][0-9]{3})([0-9]{2})([0-9]{2})");

	private SheetText() {
	}

	/** Full-width forms become ASCII, every kind of blank a space, ends are stripped. */
	static String halfWidth(String typed) {
		var out = new StringBuilder(typed.length());
		typed.chars().forEach(c -> {
			if (c >= 0xFF01 && c <= 0xFF5E) {
				out.append((char) (c - 0xFEE0));
			}
			else if (c == 0x3000 || c == 0x00A0 || c == 0x2007 || c == 0x202F) {
				out.append(' ');
			}
			else if (c != 0x200B && c != 0xFEFF) {
				out.append((char) c);
			}
		});
		return out.toString().strip();
	}

	static String header(String typed) {
		return halfWidth(typed).replaceAll("[\\s*:]", "").toLowerCase(Locale.ROOT);
	}

	static Optional<BigDecimal> number(String halfWidth) {
		var text = halfWidth.replace(" ", "");
		if (GROUPED.matcher(text).matches()) {
			text = text.replace(",", "");
		}
		return PLAIN.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
	}

	/** Only forms with one meaning: year first. */
	static Optional<LocalDate> date(String halfWidth) {
		var text = halfWidth.replace(" ", "");
		try {
			var compact = COMPACT_DAY.matcher(text);
			if (compact.matches()) {
				return Optional.of(LocalDate.of(Integer.parseInt(compact.group(1)), Integer.parseInt(compact.group(2)),
						Integer.parseInt(compact.group(3))));
			}
			var day = DAY.matcher(text);
			if (day.matches() && sameStyle(day.group(2), day.group(4), day.group(6))) {
				return Optional.of(LocalDate.of(Integer.parseInt(day.group(1)), Integer.parseInt(day.group(3)),
						Integer.parseInt(day.group(5))));
			}
			return Optional.empty();
		}
		catch (DateTimeException _) {
			return Optional.empty();
		}
	}

	private static boolean sameStyle(String first, String second, String last) {
		return first.equals("年") ? second.equals("月") : first.equals(second) && last.isEmpty();
	}

	/** Without control characters, which XML forbids, and no longer than a cell. */
	static String clean(String text) {
		var out = new StringBuilder(Math.min(text.length(), LONGEST));
		for (int at = 0; at < text.length() && out.length() < LONGEST - 1;) {
			int c = text.codePointAt(at);
			at += Character.charCount(c);
			if ((c >= 0x20 || c == '\n' || c == '\t') && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF) {
				out.appendCodePoint(c);
			}
		}
		return out.toString();
	}

	static String sheetName(String title) {
		var name = clean(title).replaceAll("[\\[\\]:*?/\\\\']", " ").strip();
		return name.isEmpty() ? "Sheet1" : name.substring(0, Math.min(31, name.length()));
	}

}
