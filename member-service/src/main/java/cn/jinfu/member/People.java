package cn.jinfu.member;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.MobileNumber;

/**
 * Natural persons. A number is a way to reach a person, not an identity: several persons
 * may share one, and a person may have several.
 */
public interface People {

	/**
	 * @param mobileMasked the number used first, empty when there is none
	 * @param posts for which members the person acts today; empty for somebody who only
	 * applies
	 */
	record Person(UUID personId, String name, String mobileMasked, List<Post> posts) {

		public Person {
			posts = List.copyOf(posts);
		}
	}

	record Post(UUID memberId, String memberName, PersonRole role) {
	}

	Optional<Person> find(UUID personId);

	/** All persons who are reached by this number, in order of name; may be empty. */
	List<Person> byMobile(MobileNumber mobile);

	/**
	 * Whether the person's ID number ends so; false when no ID number is known. Asked of
	 * somebody unseen for long, or whose number was bound anew.
	 */
	boolean idEndsWith(UUID personId, String lastSix);

	/**
	 * Whether a code sent to this number is not enough to be this person: the number was
	 * bound and never used by him yet, or not for 90 days, and an ID number is known to
	 * ask for.
	 */
	boolean mustShowIdentity(UUID personId, MobileNumber mobile);

	/** The number bound last, for the machine that sends a code; shown to nobody. */
	Optional<MobileNumber> numberOf(UUID personId);

	/** He logged in under this number just now. */
	void seen(UUID personId, MobileNumber mobile);

	/**
	 * Notes a person of whom nothing but a name and a verified number is known: somebody
	 * who wants to apply.
	 * @return the person's id; a repeat with the same name and number gives the same
	 */
	UUID enrol(String name, MobileNumber mobile);

}
