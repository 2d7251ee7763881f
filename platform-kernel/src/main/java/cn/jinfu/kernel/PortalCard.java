package cn.jinfu.kernel;

import java.util.Optional;

/** A module's panel on the farm's home page. */
public interface PortalCard {

	/**
	 * @param template fragment that draws it, for example
	 * {@code credit/portal/card :: grade}; it finds {@code model} under the name
	 * {@code card}
	 */
	record Content(String template, Object model) {
	}

	/**
	 * Place on the page, ascending; those below 0 come before the duties, notices after
	 * 900.
	 */
	int order();

	/** Empty when there is nothing to show this person. */
	Optional<Content> content(Actor actor);

}
