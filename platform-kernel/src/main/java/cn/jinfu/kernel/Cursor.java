package cn.jinfu.kernel;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Opaque place in a list: the sort values of its last row. */
public final class Cursor {

	private static final String SEPARATOR = "\u001f";

	private Cursor() {
	}

	public static String of(Object... values) {
		var text = new StringBuilder();
		for (var value : values) {
			text.append(text.isEmpty() ? "" : SEPARATOR).append(value);
		}
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * @return the values, or empty when no cursor was given
	 * @throws Refusal.RuleBroken when it is not one of ours or has another number of
	 * values
	 */
	public static List<String> read(@Nullable String cursor, int values) {
		if (cursor == null || cursor.isBlank()) {
			return List.of();
		}
		try {
			var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
			var parts = List.of(text.split(SEPARATOR, -1));
			if (parts.size() == values) {
				return parts;
			}
		}
		catch (IllegalArgumentException notBase64) {
			throw new Refusal.RuleBroken("kernel.cursor").at("after");
		}
		throw new Refusal.RuleBroken("kernel.cursor").at("after");
	}

	/** A value that was a point in time. */
	public static Instant instant(String value) {
		try {
			return Instant.parse(value);
		}
		catch (DateTimeParseException notOurs) {
			throw new Refusal.RuleBroken("kernel.cursor").at("after");
		}
	}

	/** A value that was an amount. */
	public static BigDecimal decimal(String value) {
		try {
			return new BigDecimal(value);
		}
		catch (NumberFormatException notOurs) {
			throw new Refusal.RuleBroken("kernel.cursor").at("after");
		}
	}

	/** A value that was a number, of a list in the order of its identities. */
	public static long number(String value) {
		try {
			return Long.parseLong(value);
		}
		catch (NumberFormatException notOurs) {
			throw new Refusal.RuleBroken("kernel.cursor").at("after");
		}
	}

}
