package cn.jinfu.member;

import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Who a member is before the law, for what leaves the platform under a consent that names
 * these data.
 */
public interface MemberIdentities {

	/**
	 * In clear: to be sealed for its recipient at once, never shown, logged or kept.
	 *
	 * @param idNumber 18 characters; null where none is known
	 * @param mobile 11 digits; null where none is known
	 */
	record Identity(String name, @Nullable String idNumber, @Nullable String mobile) {

		@Override
		public String toString() {
			return "Identity[]";
		}

	}

	/** 统一社会信用代码, which is public; empty where it has none. */
	Optional<String> creditCode(UUID memberId);

	/**
	 * Who heads the member. Each number that is read leaves a record which that person
	 * may see.
	 * @param purpose why, in words for that person
	 * @return empty where nobody heads it, neither number is known, or his data were
	 * destroyed
	 */
	Optional<Identity> head(UUID memberId, String purpose);

}
