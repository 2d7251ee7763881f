package cn.jinfu.member.counter;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.Counter;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.member.People;
import cn.jinfu.member.counter.CounterVisit.Somebody;
import cn.jinfu.member.person.PersonDesk;
import lombok.RequiredArgsConstructor;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Begins and ends visits, takes objections and settles them. */
@Service
@Transactional
@RequiredArgsConstructor
public class CounterDesk implements Counter, JobDefinition {

	static final String TYPE = "CounterVisit";

	private final CounterVisits visits;

	private final MemberDirectory members;

	private final MemberMessages messages;

	private final People people;

	private final PersonDesk persons;

	private final FileStore files;

	private final Numbers numbers;

	private final StatusHistory history;

	private final BusinessClock clock;

	@Override
	@PreAuthorize("hasAuthority('member:counter:serve')")
	@Transactional(readOnly = true)
	public MemberSummary servable(UUID memberId) {
		var member = members.require(memberId);
		if (!reaches(Actor.current().scope(), member)) {
			throw new NotFound("member.member.not-found", memberId);
		}
		if (member.status() == MemberStatus.ENDED) {
			throw new WrongState("member.member.not-active", member.no(), member.status());
		}
		return member;
	}

	static boolean reaches(Scope scope, MemberSummary member) {
		return switch (scope.kind()) {
			case ALL -> true;
			case TOWNSHIP -> scope.ref().equals(member.townshipCode());
			case MEMBER -> scope.ref().equals(member.memberId().toString());
			case ORG, OUTLET, BANK, NONE -> false;
		};
	}

	@Override
	@PreAuthorize("hasAuthority('member:counter:serve')")
	public Begun begin(Begin command) {
		var member = servable(command.memberId());
		var clerk = Actor.current();
		var visitor = visitor(member, command.card());
		visits.findByClerkIdAndStatus(clerk.personId(), CounterVisitStatus.RUNNING).forEach(this::end);
		var paper = paper(command, member.memberId());
		var visit = CounterVisit.begin(numbers.next("counter_visit", "CK-%06d"), member.memberId(), visitor,
				new Somebody(clerk.personId(), clerk.displayName()), command.purpose(), paper, clock.now());
		try {
			visits.saveAndFlush(visit);
		}
		catch (DuplicateKeyException twice) {
			throw new Stale("kernel.stale");
		}
		history.record(TYPE, visit.id(), null, visit.status(), visit.purpose());
		messages.tell(member.memberId(), "member.message.visit", member.name(), visitor.name(), clerk.displayName(),
				visit.no());
		return new Begun(visit.id(), member.memberId(), visitor.name());
	}

	private UUID paper(Begin command, UUID memberId) {
		try {
			return files
				.store(FileStore.Kind.DOCUMENT, command.name(), command.paper(), FileStore.Visibility.MEMBER, memberId)
				.fileId();
		}
		catch (RuleBroken refused) {
			throw refused.at("paper");
		}
	}

	/** The holder of the card, if he could act for this member on the phone. */
	private Somebody visitor(MemberSummary member, ResidentId card) {
		return persons.holder(card)
			.flatMap(people::find)
			.filter(it -> it.posts().stream().anyMatch(post -> post.memberId().equals(member.memberId())))
			.map(it -> new Somebody(it.personId(), it.name()))
			.orElseThrow(() -> new RuleBroken("member.visit.not-his", member.name()).at("idNumber"));
	}

	@Override
	@Transactional(readOnly = true)
	public Optional<Visitor> visitor() {
		var behalf = Actor.current().behalf();
		if (behalf == null) {
			return Optional.empty();
		}
		var visit = visits.require(behalf.visitId());
		if (visit.status() != CounterVisitStatus.RUNNING) {
			throw new WrongState("member.visit.over");
		}
		return Optional.of(new Visitor(visit.id(), visit.personId(), visit.personName()));
	}

	@Override
	@PreAuthorize("hasAuthority('portal:open')")
	public void finish() {
		var behalf = Actor.current().behalf();
		if (behalf == null) {
			throw new WrongState("member.visit.none");
		}
		var visit = visits.require(behalf.visitId());
		if (visit.status() == CounterVisitStatus.RUNNING) {
			end(visit);
		}
	}

	private void end(CounterVisit visit) {
		var before = visit.status();
		visit.end(clock.now());
		visits.saveAndFlush(visit);
		history.record(TYPE, visit.id(), before, visit.status(), null);
	}

	/** By somebody of the member, on his own phone. */
	@PreAuthorize("hasAuthority('portal:open')")
	public void object(UUID visitId, String reason, long version) {
		var actor = Actor.current();
		var visit = visits.require(visitId);
		if (actor.scope().kind() != Scope.Kind.MEMBER || !visit.memberId().equals(actor.memberId())) {
			throw new NotFound("member.visit.not-found", visitId);
		}
		if (actor.behalf() != null) {
			throw new Forbidden("member.visit.himself");
		}
		var before = visit.seenAt(version).status();
		visit.object(actor.personId(), reason, clock.now());
		visits.saveAndFlush(visit);
		history.record(TYPE, visitId, before, visit.status(), visit.objection());
	}

	/** Says what became of the objection, to the member too. */
	@PreAuthorize("hasAuthority('member:visit:settle')")
	public void settle(UUID visitId, String outcome, long version) {
		var judge = Actor.current();
		var visit = visits.require(visitId);
		var member = members.require(visit.memberId());
		if (!reaches(judge.scope(), member)) {
			throw new NotFound("member.visit.not-found", visitId);
		}
		var before = visit.seenAt(version).status();
		visit.settle(new Somebody(judge.personId(), judge.displayName()), outcome, clock.now());
		visits.saveAndFlush(visit);
		history.record(TYPE, visitId, before, visit.status(), visit.settlement());
		messages.tell(member.memberId(), "member.message.visit-settled", member.name(), visit.no());
	}

	@Override
	public String name() {
		return "member.visits";
	}

	@Override
	public String cron() {
		return "0 50 0 * * *";
	}

	/** Ends what nobody ended. */
	@Override
	public int run(LocalDate businessDate) {
		var left = visits.findByStatusAndBeganAtBefore(CounterVisitStatus.RUNNING,
				clock.now().minus(CounterLedger.LONGEST));
		left.forEach(this::end);
		return left.size();
	}

}
