package cn.jinfu.member;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who the members are, for every later module. Of the current tenant only; says nothing
 * about what the acting person may see.
 */
public interface MemberDirectory {

	Optional<MemberSummary> find(UUID memberId);

	Optional<MemberSummary> byNo(String no);

	/**
	 * @throws cn.jinfu.kernel.Refusal.NotFound {@code member.member.not-found}
	 */
	MemberSummary require(UUID memberId);

	/**
	 * @throws cn.jinfu.kernel.Refusal.RuleBroken {@code member.member.not-active} when
	 * nothing new may be promised to it
	 */
	MemberSummary requireActive(UUID memberId);

	/** Keyed by member; unknown ids are absent. */
	Map<UUID, MemberSummary> inSet(Collection<UUID> memberIds);

	/**
	 * By number, name, pinyin initials or last four digits, in order of number; for
	 * pickers.
	 */
	List<MemberSummary> search(String q, int limit);

	/** The members for which a person acts today, in order of number. */
	List<MemberSummary> ofPerson(UUID personId);

	/** Members in good standing of these kinds, in order of number. */
	List<UUID> activeOf(Set<MemberKind> kinds);

}
