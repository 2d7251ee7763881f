package cn.jinfu.member.mandate;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.MobileNumber;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.member.Mandates;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.People;
import cn.jinfu.member.person.PersonDesk;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Grants and revokes mandates, and tells who acts for whom. */
@Service
@Transactional
@RequiredArgsConstructor
public class MandateDesk implements Mandates {

	/**
	 * @param paper number or place of the signed paper
	 */
	public record Grant(UUID memberId, UUID agentId, LocalDate from, LocalDate to, String paper) {
	}

	private final MandateRepository mandates;

	private final MemberDirectory members;

	private final People people;

	private final PersonDesk persons;

	private final JdbcClient sql;

	private final Audit audit;

	private final BusinessClock clock;

	/** A mandate as a page shows it. */
	public record View(UUID id, String agentName, LocalDate from, LocalDate to, String paper, boolean holds,
			@Nullable LocalDate revokedOn, @Nullable String revokeReason) {
	}

	/** For somebody who showed his card: noted as a person when he is not known yet. */
	@PreAuthorize("hasAuthority('member:mandate:edit')")
	public UUID grantTo(UUID memberId, String agent, ResidentId card, MobileNumber mobile, LocalDate from, LocalDate to,
			String paper) {
		return grant(new Grant(memberId, persons.noted(agent, card, mobile), from, to, paper));
	}

	@PreAuthorize("hasAuthority('member:mandate:edit')")
	public UUID grant(Grant command) {
		var member = members.requireActive(command.memberId());
		var agent = people.find(command.agentId())
			.orElseThrow(() -> new RuleBroken("member.mandate.agent").at("agent"));
		var mandate = Mandate.grant(member.memberId(), agent.personId(), agent.name(), command.from(), command.to(),
				command.paper(), Actor.current().personId());
		mandates.save(mandate);
		audit.record("mandate-grant", "Member", member.memberId(), agent.name() + " " + command.to());
		tell(member.memberId(), "member.message.mandate-granted", member.name(), agent.name(), command.to());
		return mandate.id();
	}

	/** Staff, the member's own people and the agent may each end it at any time. */
	public void revoke(UUID memberId, UUID mandateId, String reason) {
		var mandate = mandates.require(mandateId);
		var actor = Actor.current();
		if (!mandate.memberId().equals(memberId)
				|| (!actor.may("member:mandate:edit") && !actsFor(actor.personId(), memberId))) {
			throw new NotFound("member.mandate.not-found", mandateId);
		}
		mandate.revoke(reason, clock.today());
		mandates.save(mandate);
		audit.record("mandate-revoke", "Member", mandate.memberId(), mandate.agentName());
		tell(memberId, "member.message.mandate-revoked", members.require(memberId).name(), mandate.agentName());
	}

	/** The member's own people hear of it, so that a mandate nobody wanted shows. */
	private void tell(UUID memberId, String templateKey, Object... args) {
		var today = clock.today();
		sql.sql("""
				select distinct person_id from member_post
				 where member_id = ? and from_on <= ? and (to_on is null or to_on >= ?) order by person_id""")
			.params(memberId, today, today)
			.query(UUID.class)
			.list()
			.forEach(person -> persons.tell(person, templateKey, args));
	}

	/** Of a member that the caller may see. */
	@Transactional(readOnly = true)
	public List<View> of(UUID memberId) {
		return mandates.findByMemberIdOrderByFromOnDesc(memberId)
			.stream()
			.map(it -> new View(it.id(), it.agentName(), it.fromOn(), it.toOn(), it.paper(), it.holdsOn(clock.today()),
					it.revokedOn(), it.revokeReason()))
			.toList();
	}

	@Override
	@Transactional(readOnly = true)
	public boolean actsFor(UUID personId, UUID memberId) {
		var today = clock.today();
		return sql.sql("""
				select exists (select 1 from member_post where person_id = ? and member_id = ? and from_on <= ?
				                and (to_on is null or to_on >= ?))
				    or exists (select 1 from member_mandate where agent_id = ? and member_id = ? and revoked_on is null
				                and ? between from_on and to_on)""")
			.params(personId, memberId, today, today, personId, memberId, today)
			.query(Boolean.class)
			.single();
	}

}
