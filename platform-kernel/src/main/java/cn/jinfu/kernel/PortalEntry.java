package cn.jinfu.kernel;

import java.util.function.Function;

/**
 * A page of the farm's phone that others lead to.
 *
 * @param titleKey message key; of a TASK also {@code <titleKey>.tab}, at most three
 * characters, for the tab bar
 * @param icon an id of {@code static/img/icons.svg}
 * @param note one short line below the title for this farm, may be empty
 */
public record PortalEntry(Place place, int order, String titleKey, String icon, String path,
		Function<Actor, String> note) {

	/**
	 * TASK: one of the three big ones on the home page. MINE: a line of 我的. APPLICANT:
	 * the same for somebody who acts for no member yet.
	 */
	public enum Place {

		TASK, MINE, APPLICANT

	}

	public PortalEntry(Place place, int order, String titleKey, String icon, String path) {
		this(place, order, titleKey, icon, path, _ -> "");
	}

}
