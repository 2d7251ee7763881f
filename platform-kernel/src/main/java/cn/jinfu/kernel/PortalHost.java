package cn.jinfu.kernel;

import java.util.Optional;

/** What the portal says about the farm itself; filled by whoever knows members. */
public interface PortalHost {

	/**
	 * @param name the farm's name
	 * @param line its standing in one line, in the reader's language
	 */
	record Greeting(String name, String line) {
	}

	/** The person to ring, at the farm's own township. */
	record Contact(String name, String phone) {
	}

	Optional<Greeting> greeting(Actor actor);

	Optional<Contact> contact(Actor actor);

}
