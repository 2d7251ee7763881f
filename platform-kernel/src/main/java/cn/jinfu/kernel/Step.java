package cn.jinfu.kernel;

import java.util.Locale;

/**
 * A step of a course, as shown on detail pages.
 *
 * @param who whose turn it is or was, may be empty
 * @param clock time taken against its limit, or when it was done; may be empty
 * @param over true when the limit has passed
 */
public record Step(String label, String who, String clock, State state, boolean over) {

	public enum State {

		DONE, NOW, TODO

	}

	public String css() {
		return state.name().toLowerCase(Locale.ROOT);
	}

}
