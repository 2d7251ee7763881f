package cn.jinfu.kernel;

import org.jspecify.annotations.Nullable;

/**
 * One of the things a form offers.
 *
 * @param value what is sent
 * @param label what is read, already in the reader's language
 * @param note one line more below it, on the phone
 * @param icon an id of {@code static/img/icons.svg}, on the phone
 */
public record Choice(String value, String label, @Nullable String note, @Nullable String icon) {

	public Choice(String value, String label) {
		this(value, label, null, null);
	}

}
