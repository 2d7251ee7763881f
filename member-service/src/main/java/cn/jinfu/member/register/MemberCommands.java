package cn.jinfu.member.register;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.PersonRole;
import cn.jinfu.member.organisation.OrganisationDesk;
import cn.jinfu.member.person.PersonDesk;
import cn.jinfu.member.register.MemberDesk.PersonFacts;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What staff do to the register. */
@Service
@Transactional
@RequiredArgsConstructor
class MemberCommands {

	/** A member whose paper file is already decided and is only entered now. */
	record Enter(MemberFacts facts, PersonFacts head, LocalDate admittedOn) {
	}

	record Change(UUID memberId, MemberFacts facts, long version) {
	}

	record Suspend(UUID memberId, String reason, @Nullable LocalDate until, long version) {
	}

	record AddPerson(UUID memberId, PersonFacts person, PersonRole role) {
	}

	record ChangeMobile(UUID memberId, UUID personId, ResidentId card, MobileNumber number) {
	}

	private final Members members;

	private final Posts posts;

	private final MemberDesk desk;

	private final MemberQueries queries;

	private final PersonDesk persons;

	private final OrganisationDesk organisations;

	private final SearchTerms terms;

	private final StatusHistory history;

	private final Audit audit;

	private final BusinessClock clock;

	private final MemberCounts counts;

	@PreAuthorize("hasAuthority('member:member:edit')")
	public UUID enter(Enter command) {
		if (command.admittedOn().isAfter(clock.today())) {
			throw new RuleBroken("member.member.admitted-future").at("admittedOn");
		}
		return desk.admit(command.facts(), desk.person(command.head()), command.admittedOn(), null, false);
	}

	@PreAuthorize("hasAuthority('member:member:edit')")
	public void change(Change command) {
		var member = seen(command.memberId(), command.version());
		member.change(command.facts());
		members.saveAndFlush(member);
		terms.write(member, terms.peopleNames(member.id()));
		audit.record("change", "Member", member.id(), member.no());
		counts.forget();
	}

	@PreAuthorize("hasAuthority('member:member:suspend')")
	public void suspend(Suspend command) {
		move(command.memberId(), command.version(), command.reason(),
				member -> member.suspend(command.reason(), command.until(), clock.today(), clock.now()));
	}

	@PreAuthorize("hasAuthority('member:member:suspend')")
	public void resume(UUID memberId, String reason, long version) {
		move(memberId, version, reason, Member::resume);
	}

	@PreAuthorize("hasAuthority('member:member:edit')")
	public void giveNotice(UUID memberId, String reason, long version) {
		move(memberId, version, reason, member -> member.giveNotice(clock.today()));
	}

	@PreAuthorize("hasAuthority('member:member:edit')")
	public void withdrawNotice(UUID memberId, String reason, long version) {
		move(memberId, version, reason, Member::withdrawNotice);
	}

	/** The nightly work: notices that fell due, suspensions that ran out. */
	public int endDue(LocalDate today) {
		var leaving = members.findByStatusAndEndsOnLessThanEqual(MemberStatus.LEAVING, today);
		leaving.forEach(member -> apply(member, null, it -> it.end(today, clock.now())));
		var suspended = members.findByStatusAndSuspendedUntilLessThan(MemberStatus.SUSPENDED, today);
		suspended.forEach(member -> apply(member, null, Member::resume));
		return leaving.size() + suspended.size();
	}

	@PreAuthorize("hasAuthority('member:member:edit')")
	public void addPerson(AddPerson command) {
		queries.visible(command.memberId());
		if (!command.role().post()) {
			throw new RuleBroken("member.post.agent").at("role");
		}
		var personId = desk.person(command.person());
		var open = posts.findByMemberIdAndToOnIsNull(command.memberId());
		if (open.stream().anyMatch(it -> it.personId().equals(personId) && it.role() == command.role())) {
			throw new RuleBroken("member.post.already", command.role()).at("personName");
		}
		if (command.role() == PersonRole.HEAD) {
			open.stream().filter(it -> it.role() == PersonRole.HEAD).forEach(this::end);
		}
		posts.saveAndFlush(Post.fill(command.memberId(), personId, command.role(), clock.today()));
		index(command.memberId());
		audit.record("add-person", "Member", command.memberId(), command.role().name());
	}

	@PreAuthorize("hasAuthority('member:member:edit')")
	public void endPost(UUID memberId, UUID personId, PersonRole role) {
		queries.visible(memberId);
		if (role == PersonRole.HEAD) {
			throw new RuleBroken("member.post.head-needed");
		}
		matching(memberId, personId).stream().filter(it -> it.role() == role).forEach(this::end);
		index(memberId);
		audit.record("end-person", "Member", memberId, role.name());
	}

	@PreAuthorize("hasAuthority('member:person:edit')")
	public void changeMobile(ChangeMobile command) {
		queries.visible(command.memberId());
		if (matching(command.memberId(), command.personId()).isEmpty()) {
			throw new NotFound("member.person.not-found", command.personId());
		}
		persons.changeMobile(command.personId(), command.card(), command.number());
	}

	@PreAuthorize("hasAuthority('member:person:edit')")
	public void consentOnPaper(UUID memberId, UUID personId) {
		queries.visible(memberId);
		if (matching(memberId, personId).isEmpty()) {
			throw new NotFound("member.person.not-found", personId);
		}
		persons.consentOnPaper(personId);
	}

	@PreAuthorize("hasAuthority('member:member:edit')")
	public void join(UUID memberId, UUID organisationId) {
		queries.visible(memberId);
		organisations.join(memberId, organisationId, clock.today());
		audit.record("join", "Member", memberId, organisationId.toString());
	}

	@PreAuthorize("hasAuthority('member:member:edit')")
	public void leave(UUID memberId, UUID organisationId) {
		queries.visible(memberId);
		organisations.leave(memberId, organisationId, clock.today());
		audit.record("leave", "Member", memberId, organisationId.toString());
	}

	private List<Post> matching(UUID memberId, UUID personId) {
		return posts.findByMemberIdAndToOnIsNull(memberId)
			.stream()
			.filter(it -> it.personId().equals(personId))
			.toList();
	}

	private void end(Post post) {
		post.end(clock.today());
		posts.saveAndFlush(post);
	}

	private void index(UUID memberId) {
		terms.write(members.require(memberId), terms.peopleNames(memberId));
	}

	private Member seen(UUID memberId, long version) {
		queries.visible(memberId);
		return members.require(memberId).seenAt(version);
	}

	private void move(UUID memberId, long version, String reason, Consumer<Member> change) {
		if (reason.isBlank()) {
			throw new RuleBroken("member.member.reason").at("reason");
		}
		apply(seen(memberId, version), reason, change);
	}

	private void apply(Member member, @Nullable String reason, Consumer<Member> change) {
		var from = member.status();
		change.accept(member);
		members.saveAndFlush(member);
		history.record("Member", member.id(), from, member.status(), reason);
		counts.forget();
	}

}
