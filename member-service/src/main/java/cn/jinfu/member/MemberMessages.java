package cn.jinfu.member;

import java.util.UUID;

/**
 * A short message to the person who heads a member; for modules that have news for a
 * farm.
 */
public interface MemberMessages {

	/**
	 * Takes part in the caller's transaction. Nothing happens where there is no number,
	 * or where it got too many today.
	 * @param templateKey message key of the text
	 */
	void tell(UUID memberId, String templateKey, Object... args);

}
