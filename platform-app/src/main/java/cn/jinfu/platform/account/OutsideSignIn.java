package cn.jinfu.platform.account;

import java.net.URI;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Another house that knows who holds the phone: an adapter is a bean of this type, and
 * there is none until one is configured. It only says who it is by a name of its own;
 * which of our persons that is, is proved once by the number's code.
 */
public interface OutsideSignIn {

	/** A lower-case word, part of addresses and of the message {@code login.with.*}. */
	String name();

	/** Whether the browser with this user agent can go there. */
	boolean opensIn(@Nullable String userAgent);

	/**
	 * Where the browser is sent.
	 * @param state comes back unchanged
	 * @param back where it comes back to, with the answer
	 */
	URI door(String state, URI back);

	/**
	 * Who it is: a name that stays the same for this person at this house.
	 * @param code what came back, good for one use
	 * @return nothing where the other side does not know the code, or does not answer
	 */
	Optional<String> subject(String code);

}
