package cn.jinfu.member.application;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.WorkingDays;
import cn.jinfu.member.person.PersonDesk;
import cn.jinfu.member.register.MemberDesk;
import cn.jinfu.member.register.MemberDesk.PersonFacts;
import cn.jinfu.member.register.MemberFacts;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the applicant, the township and the county do with an application. */
@Service
@Transactional
@RequiredArgsConstructor
public class ApplicationCommands {

	/** Working days for the township's opinion, and again for the county's decision. */
	static final int DAYS = 5;

	/** On the phone, for oneself; consent to the privacy notice comes with it. */
	public record Apply(MemberFacts facts) {
	}

	/** At the counter, by a clerk for somebody present. */
	public record ApplyFor(MemberFacts facts, PersonFacts applicant) {
	}

	private final Applications applications;

	private final ApplicationScope scope;

	private final MemberDesk members;

	private final PersonDesk persons;

	private final Numbers numbers;

	private final StatusHistory history;

	private final WorkingDays workingDays;

	private final BusinessClock clock;

	@PreAuthorize("hasAuthority('member:application:submit')")
	public UUID apply(Apply command) {
		var actor = Actor.current();
		if (!persons.exists(actor.personId())) {
			throw new NotFound("member.person.not-found", actor.personId());
		}
		persons.consent();
		return submitNew(command.facts(), actor.personId(), false);
	}

	@PreAuthorize("hasAuthority('member:application:enter')")
	public UUID applyFor(ApplyFor command) {
		return submitNew(command.facts(), members.person(command.applicant()), false);
	}

	private UUID submitNew(MemberFacts facts, UUID applicantId, boolean demo) {
		var application = Application.draft(numbers.next("member_application", "RH-%06d"), facts, applicantId,
				clock.now(), demo);
		application.submit(Actor.current().personId(), due(DAYS), clock.now());
		applications.saveAndFlush(application);
		history.record("MemberApplication", application.id(), null, application.status(), null);
		return application.id();
	}

	/** The applicant's or the counter's correction of what was returned. */
	@PreAuthorize("hasAnyAuthority('member:application:submit', 'member:application:enter')")
	public void resubmit(UUID applicationId, MemberFacts facts, long version) {
		var application = scope.require(applicationId).seenAt(version);
		var from = application.status();
		application.change(facts);
		var left = application.daysLeft();
		application.resubmit(Actor.current().personId(), due((left != null) ? left : DAYS), clock.now());
		keep(application, from, null);
	}

	@PreAuthorize("hasAuthority('member:application:opine')")
	public void pass(UUID applicationId, String opinion, long version) {
		var application = atTownship(applicationId, version);
		var from = application.status();
		application.pass(Actor.current().personId(), opinion, due(DAYS), clock.now());
		keep(application, from, opinion);
	}

	@PreAuthorize("hasAnyAuthority('member:application:opine', 'member:application:admit')")
	public void giveBack(UUID applicationId, String reason, long version) {
		var application = ofMyStep(applicationId, version);
		var from = application.status();
		var due = application.dueOn();
		var left = (due == null) ? 1 : workingDays.between(clock.today(), due);
		application.giveBack(Actor.current().personId(), reason, left);
		keep(application, from, reason);
	}

	@PreAuthorize("hasAnyAuthority('member:application:opine', 'member:application:admit')")
	public void reject(UUID applicationId, String reason, long version) {
		var application = ofMyStep(applicationId, version);
		var from = application.status();
		application.reject(Actor.current().personId(), reason, clock.now());
		keep(application, from, reason);
	}

	/**
	 * @return the new member's id
	 */
	@PreAuthorize("hasAuthority('member:application:admit')")
	public UUID admit(UUID applicationId, @Nullable String reason, long version) {
		var application = scope.require(applicationId).seenAt(version);
		var from = application.status();
		var by = Actor.current().personId();
		application.requireAdmissible(by);
		var memberId = members.admit(application.facts(), application.applicantId(), clock.today(), application.no(),
				application.demo());
		application.admit(by, memberId, reason, clock.now());
		keep(application, from, reason);
		return memberId;
	}

	@PreAuthorize("hasAnyAuthority('member:application:submit', 'member:application:enter')")
	public void withdraw(UUID applicationId, long version) {
		var application = scope.require(applicationId).seenAt(version);
		var from = application.status();
		application.withdraw(Actor.current().personId());
		keep(application, from, null);
	}

	/** The step that is open must be the one this person's office takes. */
	private Application ofMyStep(UUID applicationId, long version) {
		var application = scope.require(applicationId).seenAt(version);
		var needed = (application.status() == AdmissionStatus.TOWNSHIP_REVIEW) ? "member:application:opine"
				: "member:application:admit";
		if (application.status().open() && !Actor.current().may(needed)) {
			throw new cn.jinfu.kernel.Refusal.Forbidden("member.application.not-your-step");
		}
		return application;
	}

	private Application atTownship(UUID applicationId, long version) {
		var application = scope.require(applicationId).seenAt(version);
		var mine = Actor.current().scope();
		if (mine.kind() == Scope.Kind.TOWNSHIP && !application.divisionCode().value().startsWith(mine.ref())) {
			throw new NotFound("member.application.not-found", applicationId);
		}
		return application;
	}

	private LocalDate due(int days) {
		return workingDays.add(clock.today(), days);
	}

	private void keep(Application application, AdmissionStatus from, @Nullable String reason) {
		applications.saveAndFlush(application);
		history.record("MemberApplication", application.id(), from, application.status(), reason);
	}

}
