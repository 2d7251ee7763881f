package cn.jinfu.member.register;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberPanel;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.PersonRole;
import org.jspecify.annotations.Nullable;

/** What a screen or a client sees of a member; personal data masked. */
record MemberView(UUID id, String no, String name, MemberKind kind, @Nullable String uscc, MemberStatus status,
		String divisionCode, String division, @Nullable String address, @Nullable BigDecimal areaMu,
		@Nullable String mainProducts, @Nullable Integer staff, @Nullable Integer householdsLed, LocalDate admittedOn,
		@Nullable LocalDate suspendedUntil, @Nullable String suspendReason, @Nullable LocalDate noticeOn,
		@Nullable LocalDate endsOn, @Nullable LocalDate endedOn, boolean demo, long version,
		Set<MemberStatus.Action> actions) {

	/** One line of the list. */
	record Row(UUID id, String no, String name, MemberKind kind, MemberStatus status, String division,
			@Nullable BigDecimal areaMu, @Nullable String mainProducts, LocalDate admittedOn, @Nullable String contact,
			@Nullable String mobile, boolean demo) {
	}

	/** One of those chosen for a common act. */
	record Chosen(UUID memberId, String no, String name, MemberStatus status, String division, long version) {
	}

	record PersonLine(UUID personId, String name, PersonRole role, @Nullable String idMasked,
			@Nullable String mobileMasked, LocalDate fromOn) {
	}

	record OrganisationLine(UUID organisationId, String name, LocalDate fromOn) {
	}

	/** Everything on the detail page beside the member itself. */
	record File(MemberView member, List<PersonLine> people, List<OrganisationLine> organisations,
			List<MemberPanel.Link> links, List<StatusHistory.Change> history) {

		/**
		 * @throws NotFound when this person holds no post here
		 */
		PersonLine person(UUID personId) {
			return people.stream()
				.filter(it -> it.personId().equals(personId))
				.findFirst()
				.orElseThrow(() -> new NotFound("member.person.not-found", personId));
		}
	}

	public boolean can(String action) {
		return actions.contains(MemberStatus.Action.valueOf(action));
	}

}
