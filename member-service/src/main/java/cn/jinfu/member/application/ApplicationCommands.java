package cn.jinfu.member.application;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.FourEyes;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.kernel.WorkingDays;
import cn.jinfu.member.MemberFourEyes;
import cn.jinfu.member.person.PersonDesk;
import cn.jinfu.member.register.MemberDesk;
import cn.jinfu.member.register.MemberDesk.PersonFacts;
import cn.jinfu.member.register.MemberFacts;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the applicant, the counter, the township and the county do with an application.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class ApplicationCommands {

	/** Working days for the township's opinion, and again for the county's decision. */
	static final int DAYS = 5;

	/**
	 * A photographed paper.
	 *
	 * @param field the input it came by
	 */
	public record Paper(String field, String name, byte[] content) {
	}

	/**
	 * On the phone, for oneself.
	 *
	 * @param consent to the privacy notice in force; nothing is kept without it
	 */
	public record Apply(MemberFacts facts, ResidentId idNumber, boolean consent, @Nullable Paper licence) {
	}

	/**
	 * At the counter, by a clerk for somebody present, who signed the paper: application
	 * and privacy notice in one.
	 */
	public record ApplyFor(MemberFacts facts, PersonFacts applicant, Paper paper) {
	}

	private final Applications applications;

	private final ApplicationScope scope;

	private final MemberDesk members;

	private final PersonDesk persons;

	private final FileStore files;

	private final Numbers numbers;

	private final StatusHistory history;

	private final FourEyes fourEyes;

	private final WorkingDays workingDays;

	private final MessageSource messages;

	private final BusinessClock clock;

	@PreAuthorize("hasAuthority('member:application:submit')")
	public UUID apply(Apply command) {
		var actor = Actor.current();
		if (!persons.exists(actor.personId())) {
			throw new NotFound("member.person.not-found", actor.personId());
		}
		if (!command.consent()) {
			throw new RuleBroken("member.application.consent").at("consent");
		}
		var application = draft(command.facts(), actor.personId());
		persons.consent();
		persons.identify(actor.personId(), command.idNumber());
		var licence = command.licence();
		if (licence != null) {
			application.showLicence(keep(licence, FileStore.Kind.PHOTO));
		}
		return submit(application, null);
	}

	@PreAuthorize("hasAuthority('member:application:enter')")
	public UUID applyFor(ApplyFor command) {
		var actor = Actor.current();
		var applicant = members.person(command.applicant());
		var application = draft(command.facts(), applicant);
		application.enteredAtCounter(actor.personId(), actor.displayName(),
				keep(command.paper(), FileStore.Kind.DOCUMENT));
		persons.consentOnPaper(applicant);
		var id = submit(application, onBehalf(application));
		persons.tell(applicant, "member.message.entered", application.name(), actor.displayName(), application.no());
		return id;
	}

	private Application draft(MemberFacts facts, UUID applicantId) {
		facts.check();
		requireWithin(facts);
		members.requireNew(facts);
		return Application.draft(numbers.next("member_application", "RH-%06d"), facts, applicantId, clock.now(), false);
	}

	private static void requireWithin(MemberFacts facts) {
		if (!facts.divisionCode().value().startsWith(Tenant.require())) {
			throw new RuleBroken("member.place.elsewhere").at("township");
		}
	}

	private UUID keep(Paper paper, FileStore.Kind kind) {
		try {
			return files.store(kind, paper.name(), paper.content(), FileStore.Visibility.PRIVATE, null).fileId();
		}
		catch (RuleBroken refused) {
			throw refused.at(paper.field());
		}
	}

	private UUID submit(Application application, @Nullable String note) {
		application.submit(Actor.current().personId(), due(DAYS), clock.now());
		applications.saveAndFlush(application);
		history.record("MemberApplication", application.id(), null, application.status(), note);
		return application.id();
	}

	/** Both names, for the history. */
	private String onBehalf(Application application) {
		return messages.getMessage("member.application.on-behalf",
				new Object[] { Actor.current().displayName(), persons.nameOf(application.applicantId()) },
				Locale.SIMPLIFIED_CHINESE);
	}

	/** The applicant's or the counter's correction of what was returned. */
	@PreAuthorize("hasAnyAuthority('member:application:submit', 'member:application:enter')")
	public void resubmit(UUID applicationId, MemberFacts facts, long version) {
		var application = scope.require(applicationId).seenAt(version);
		var actor = Actor.current();
		if (!actor.personId().equals(application.applicantId()) && !actor.may("member:application:enter")) {
			throw new Forbidden("member.application.not-yours");
		}
		var from = application.status();
		requireWithin(facts);
		application.change(facts);
		var left = application.daysLeft();
		application.resubmit(actor.personId(), due((left != null) ? left : DAYS), clock.now());
		keep(application, from, actor.personId().equals(application.applicantId()) ? null : onBehalf(application));
	}

	@PreAuthorize("hasAuthority('member:application:opine')")
	public void pass(UUID applicationId, String opinion, long version) {
		var application = scope.require(applicationId).seenAt(version);
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
		application.giveBack(Actor.current().personId(), fourEyes.required(MemberFourEyes.ADMIT), reason, left);
		keep(application, from, reason);
		persons.tell(application.applicantId(), "member.message.returned", application.name(), brief(reason));
	}

	@PreAuthorize("hasAnyAuthority('member:application:opine', 'member:application:admit')")
	public void reject(UUID applicationId, String reason, long version) {
		var application = ofMyStep(applicationId, version);
		var from = application.status();
		application.reject(Actor.current().personId(), fourEyes.required(MemberFourEyes.ADMIT), reason, clock.now());
		keep(application, from, fourEyes.words(reason, application.alone()));
		persons.tell(application.applicantId(), "member.message.rejected", application.name(), brief(reason));
	}

	/**
	 * @return the new member's id
	 */
	@PreAuthorize("hasAuthority('member:application:admit')")
	public UUID admit(UUID applicationId, @Nullable String reason, long version) {
		var application = scope.require(applicationId).seenAt(version);
		var from = application.status();
		var by = Actor.current().personId();
		var twoPeople = fourEyes.required(MemberFourEyes.ADMIT);
		application.requireAdmissible(by, twoPeople);
		var memberId = members.admit(application.facts(), application.applicantId(), clock.today(), application.no(),
				application.demo());
		application.admit(by, twoPeople, memberId, reason, clock.now());
		keep(application, from, fourEyes.words(reason, application.alone()));
		persons.tell(application.applicantId(), "member.message.admitted", application.name(), members.noOf(memberId));
		return memberId;
	}

	@PreAuthorize("hasAnyAuthority('member:application:submit', 'member:application:enter')")
	public void withdraw(UUID applicationId, @Nullable String reason, long version) {
		var application = scope.require(applicationId).seenAt(version);
		var from = application.status();
		application.withdraw(Actor.current().personId());
		keep(application, from, reason);
	}

	/** The step that is open must be the one this person's office takes. */
	private Application ofMyStep(UUID applicationId, long version) {
		var application = scope.require(applicationId).seenAt(version);
		var needed = switch (application.status()) {
			case TOWNSHIP_REVIEW -> List.of("member:application:opine");
			case COUNTY_REVIEW -> List.of("member:application:admit");
			case DRAFT, RETURNED, ADMITTED, REJECTED, WITHDRAWN -> List.<String>of();
		};
		if (!needed.stream().allMatch(Actor.current()::may)) {
			throw new Forbidden("member.application.not-your-step");
		}
		return application;
	}

	/** A message holds no long explanation; the page has all of it. */
	private static String brief(String reason) {
		return (reason.length() > 100) ? reason.substring(0, 100) + "\u2026" : reason;
	}

	private LocalDate due(int days) {
		return workingDays.add(clock.today(), days);
	}

	private void keep(Application application, AdmissionStatus from, @Nullable String reason) {
		applications.saveAndFlush(application);
		history.record("MemberApplication", application.id(), from, application.status(), reason);
	}

}
