package cn.jinfu.member.application;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.FourEyesStep;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.UnifiedSocialCreditCode;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.application.AdmissionStatus.Action;
import cn.jinfu.member.register.MemberFacts;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * An application for membership. Who submitted it, who gave the township's opinion and
 * who decided are three persons, and none of the last two is the applicant. A federation
 * may let the last two be one person.
 */
@Entity(name = "MemberApplication")
@Table(name = "member_application")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class Application extends Aggregate<Application> {

	private String no;

	@Enumerated(EnumType.STRING)
	private AdmissionStatus status;

	private String name;

	@Enumerated(EnumType.STRING)
	private MemberKind kind;

	private @Nullable UnifiedSocialCreditCode uscc;

	private DivisionCode divisionCode;

	private @Nullable String address;

	private @Nullable AreaMu areaMu;

	private @Nullable String mainProducts;

	private UUID applicantId;

	@Column(updatable = false)
	private Instant createdAt;

	private @Nullable UUID submittedBy;

	private @Nullable Instant submittedAt;

	/** Last working day of the step that is open; null while the clock stands. */
	private @Nullable LocalDate dueOn;

	/** Working days that were left when it was returned. */
	private @Nullable Integer daysLeft;

	@Enumerated(EnumType.STRING)
	private @Nullable AdmissionStatus returnedFrom;

	private @Nullable String returnReason;

	private @Nullable UUID townshipBy;

	private @Nullable Instant townshipAt;

	private @Nullable String townshipOpinion;

	private @Nullable UUID decidedBy;

	/** Who decided had given the township's opinion, as the federation allowed then. */
	private boolean alone;

	private @Nullable Instant decidedAt;

	private @Nullable String decisionReason;

	private @Nullable UUID memberId;

	/** Who entered it at the counter for the applicant (代办), with a paper; else null. */
	private @Nullable UUID enteredBy;

	private @Nullable String enteredByName;

	private @Nullable UUID paperFile;

	private @Nullable UUID licenceFile;

	private boolean demo;

	static Application draft(String no, MemberFacts facts, UUID applicantId, Instant at, boolean demo) {
		check(facts);
		var it = new Application();
		it.no = no;
		it.status = AdmissionStatus.DRAFT;
		it.applicantId = applicantId;
		it.createdAt = at;
		it.demo = demo;
		it.take(facts);
		return it;
	}

	/**
	 * Entered at the counter by somebody else than the applicant, whose signed paper is
	 * kept.
	 */
	void enteredAtCounter(UUID by, String byName, UUID paper) {
		requireOther(by, applicantId, "member.application.own-entry");
		enteredBy = by;
		enteredByName = byName;
		paperFile = paper;
	}

	void showLicence(UUID file) {
		licenceFile = file;
	}

	void change(MemberFacts facts) {
		var next = status.after(Action.CHANGE);
		check(facts);
		status = next;
		take(facts);
	}

	/** Who farms says how much. */
	private static void check(MemberFacts facts) {
		facts.check();
		if (facts.areaMu() == null && !facts.kind().organisation()) {
			throw new RuleBroken("member.application.area").at("areaMu");
		}
	}

	private void take(MemberFacts facts) {
		name = facts.name();
		kind = facts.kind();
		uscc = facts.uscc();
		divisionCode = facts.divisionCode();
		address = facts.address();
		areaMu = facts.areaMu();
		mainProducts = facts.mainProducts();
	}

	/**
	 * @param due last day of the township's step
	 */
	void submit(UUID by, LocalDate due, Instant at) {
		status = status.after(Action.SUBMIT);
		submittedBy = by;
		submittedAt = at;
		dueOn = due;
	}

	/**
	 * Back to where it was returned from, with the days that were left then.
	 */
	void resubmit(UUID by, LocalDate due, Instant at) {
		status.after(Action.RESUBMIT);
		var place = returnedFrom;
		if (place == null) {
			throw new IllegalStateException("returned from nowhere");
		}
		requireOther(by, townshipBy, "member.application.township-person");
		status = place;
		submittedBy = by;
		submittedAt = at;
		returnedFrom = null;
		daysLeft = null;
		dueOn = due;
	}

	/** The township's opinion in favour. */
	void pass(UUID by, String opinion, LocalDate due, Instant at) {
		var next = status.after(Action.PASS);
		requireReviewer(by, true);
		requireReason(opinion);
		status = next;
		townshipBy = by;
		townshipAt = at;
		townshipOpinion = opinion;
		dueOn = due;
	}

	/**
	 * 退回补正. The place is kept and the clock stands.
	 * @param left working days still left of this step, at least one
	 */
	void giveBack(UUID by, boolean twoPeople, String reason, int left) {
		var from = status;
		var next = status.after(Action.RETURN);
		requireReviewer(by, twoPeople);
		requireReason(reason);
		status = next;
		returnedFrom = from;
		returnReason = reason;
		daysLeft = Math.max(1, left);
		dueOn = null;
	}

	/** 不予通过. */
	void reject(UUID by, boolean twoPeople, String reason, Instant at) {
		var next = status.after(Action.REJECT);
		requireReviewer(by, twoPeople);
		requireReason(reason);
		status = next;
		alone = by.equals(townshipBy);
		decidedBy = by;
		decidedAt = at;
		decisionReason = reason;
		dueOn = null;
	}

	/** The decision in favour, by a third person where the federation wants one. */
	void admit(UUID by, boolean twoPeople, UUID newMemberId, @Nullable String reason, Instant at) {
		requireAdmissible(by, twoPeople);
		status = status.after(Action.ADMIT);
		alone = by.equals(townshipBy);
		decidedBy = by;
		decidedAt = at;
		decisionReason = reason;
		memberId = newMemberId;
		dueOn = null;
	}

	/** Everything that would make {@link #admit} refuse, before a member is made. */
	void requireAdmissible(UUID by, boolean twoPeople) {
		status.after(Action.ADMIT);
		requireReviewer(by, twoPeople);
	}

	void withdraw(UUID by) {
		var next = status.after(Action.WITHDRAW);
		if (!by.equals(applicantId) && !by.equals(submittedBy)) {
			throw new Forbidden("member.application.not-yours");
		}
		status = next;
		dueOn = null;
		returnedFrom = null;
	}

	/**
	 * The code of the refusal that four eyes hold against this person at the step that is
	 * open, or null.
	 * @param twoPeople whether opinion and decision take two
	 */
	@Nullable String blockedFor(UUID person, boolean twoPeople) {
		if (FourEyesStep.tookPart(person, submittedBy, enteredBy)) {
			return "member.application.same-person";
		}
		if (person.equals(applicantId)) {
			return "member.application.own";
		}
		return (twoPeople && status == AdmissionStatus.COUNTY_REVIEW && person.equals(townshipBy))
				? "member.application.township-person" : null;
	}

	private void requireReviewer(UUID by, boolean twoPeople) {
		var blocked = blockedFor(by, twoPeople);
		if (blocked != null) {
			throw new Forbidden(blocked);
		}
	}

	private static void requireOther(UUID by, @Nullable UUID earlier, String code) {
		if (by.equals(earlier)) {
			throw new Forbidden(code);
		}
	}

	private static void requireReason(String reason) {
		if (reason.isBlank()) {
			throw new RuleBroken("member.member.reason").at("reason");
		}
	}

	MemberFacts facts() {
		return new MemberFacts(name, kind, uscc, divisionCode, address, areaMu, mainProducts, null, null);
	}

}
