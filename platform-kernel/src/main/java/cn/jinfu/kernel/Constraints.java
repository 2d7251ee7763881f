package cn.jinfu.kernel;

import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

import org.postgresql.util.PSQLException;

/**
 * The database's last word in the business's words: a violated constraint named
 * {@code x_y} is told as {@code problem.constraint.x_y} where a bundle has that message.
 */
public final class Constraints {

	private static final Pattern NAME = Pattern.compile("constraint \"([a-z0-9_]+)\"");

	/** PostgreSQL 18, appendix A. */
	private static final String UNIQUE_VIOLATION = "23505";

	/** The class of them, same place. */
	private static final String DATA_EXCEPTION = "22";

	private Constraints() {
	}

	/**
	 * Of a constraint, or of a trigger that raises in the name of one.
	 * @param failure as the database's driver or a translation of it threw it
	 */
	public static Optional<String> name(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof PSQLException told && told.getServerErrorMessage() != null
					&& told.getServerErrorMessage().getConstraint() != null) {
				return Optional.of(told.getServerErrorMessage().getConstraint());
			}
			var matcher = NAME.matcher(String.valueOf(cause.getMessage()));
			if (matcher.find()) {
				return Optional.of(String.valueOf(matcher.group(1)));
			}
		}
		return Optional.empty();
	}

	/**
	 * Whether the same was entered twice at one moment: every act looks for its like
	 * first, so a unique index is met only by the second of two who looked together.
	 * @param failure as the database's driver or a translation of it threw it
	 */
	public static boolean isTwice(Throwable failure) {
		return state(failure).equals(UNIQUE_VIOLATION);
	}

	/**
	 * Whether something typed does not fit into its column: too long, too large, or with
	 * a character that no text of the database holds.
	 * @param failure as for {@link #isTwice}
	 */
	public static boolean isUnfit(Throwable failure) {
		return state(failure).startsWith(DATA_EXCEPTION);
	}

	private static String state(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException told && told.getSQLState() != null) {
				return told.getSQLState();
			}
		}
		return "";
	}

}
