package cn.jinfu.traceability.code;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What stands on a label, however it reached us: the address in its picture, or the code
 * typed with or without its product number.
 *
 * @param space empty where only the serial was given
 */
public record WrittenCode(String space, String serial) {

	private static final int SERIAL_LENGTH = 16;

	private static final Pattern DIGITAL_LINK = Pattern.compile("/01/([0-9]{14})(?:/[^?#]*?)?/21/([0-9A-Z-]+)");

	private static final Pattern OWN = Pattern.compile("/T/([0-9A-Z-]+)/([0-9A-Z-]+)");

	public static WrittenCode of(String read) {
		var upper = read.strip().toUpperCase(Locale.ROOT);
		for (var form : new Pattern[] { DIGITAL_LINK, OWN }) {
			var found = form.matcher(upper);
			if (found.find()) {
				return new WrittenCode(plain(String.valueOf(found.group(1))), plain(String.valueOf(found.group(2))));
			}
		}
		var plain = plain(upper);
		var cut = Math.max(0, plain.length() - SERIAL_LENGTH);
		return new WrittenCode(plain.substring(0, cut), plain.substring(cut));
	}

	private static String plain(String text) {
		return text.replaceAll("[^0-9A-Z]", "");
	}

}
