package cn.jinfu.kernel;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The database's last word in the business's words: a violated constraint named
 * {@code x_y} is told as {@code problem.constraint.x_y} where a bundle has that message.
 */
public final class Constraints {

	private static final Pattern NAME = Pattern.compile("constraint \"([a-z0-9_]+)\"");

	private Constraints() {
	}

	public static Optional<String> name(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			var matcher = NAME.matcher(String.valueOf(cause.getMessage()));
			if (matcher.find()) {
				return Optional.of(String.valueOf(matcher.group(1)));
			}
		}
		return Optional.empty();
	}

}
