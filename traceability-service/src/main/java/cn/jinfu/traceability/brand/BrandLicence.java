package cn.jinfu.traceability.brand;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.FourEyesStep;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.traceability.LicenceSuspended;
import cn.jinfu.traceability.TraceFourEyes;
import cn.jinfu.traceability.brand.LicenceStatus.Action;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * The right of one member to use the mark for one class of goods. Who checked on site
 * does not decide; a suspension works at once.
 */
@Entity
@Table(name = "brand_licence")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class BrandLicence extends Aggregate<BrandLicence> {

	/** Points of the on-site list from which a licence may be granted. */
	public static final int PASSING_SCORE = 80;

	/** Longest term; never beyond the mark's own. */
	static final int MAX_YEARS = 3;

	/** Days of public notice between the decision and the contract. */
	static final int NOTICE_DAYS = 7;

	/**
	 * Days before the day of the review from which it may be done, and after which it is
	 * overdue.
	 */
	static final int REVIEW_DAYS = 30;

	static final int MAX_BARRED_YEARS = 3;

	private @Nullable String number;

	private UUID memberId;

	private String holder;

	private String classCode;

	/** Code of the group standard that the applicant undertakes to follow. */
	private String standard;

	/** What is to bear the mark, in the applicant's words. */
	private String products;

	private String reason;

	@Enumerated(EnumType.STRING)
	private LicenceStatus status;

	private Instant appliedAt;

	private UUID appliedBy;

	private @Nullable Integer checkScore;

	private @Nullable String checkNote;

	private @Nullable UUID checkedBy;

	private @Nullable String checkedName;

	private @Nullable Instant checkedAt;

	private @Nullable UUID decidedBy;

	private @Nullable String decidedName;

	private @Nullable Instant decidedAt;

	private @Nullable String decisionNote;

	/** Who decided had checked, as the federation allowed then. */
	private boolean alone;

	private @Nullable LocalDate noticeFrom;

	/** Last day on which anybody may object. */
	private @Nullable LocalDate noticeUntil;

	private @Nullable UUID contractFile;

	private @Nullable LocalDate contractOn;

	/** Null when it ends before another year is over. */
	private @Nullable LocalDate nextReviewOn;

	private @Nullable LocalDate validFrom;

	private @Nullable LocalDate validUntil;

	private @Nullable Instant suspendedAt;

	private @Nullable Instant endedAt;

	/** Last day on which the holder of a revoked licence may not apply again. */
	private @Nullable LocalDate barredUntil;

	/** What a member asks for. */
	record Application(UUID memberId, String holder, String classCode, String standard, String products,
			String reason) {
	}

	static BrandLicence apply(Application asked, Actor by, Instant at) {
		var licence = new BrandLicence();
		licence.memberId = asked.memberId();
		licence.holder = asked.holder();
		licence.classCode = asked.classCode();
		licence.standard = asked.standard();
		licence.products = asked.products();
		licence.reason = asked.reason();
		licence.status = LicenceStatus.SUBMITTED;
		licence.appliedAt = at;
		licence.appliedBy = by.personId();
		return licence;
	}

	/** What was found on site; short of the passing score it is mended and seen again. */
	void check(OnSiteCheck found, String note, Actor by, Instant at) {
		var next = status.after((found.score() >= PASSING_SCORE) ? Action.CHECK : Action.FAULT);
		TraceFourEyes.CHECK_LICENCE.requireOther("brand.licence.own-application", by.personId(), appliedBy);
		requireReason(note, "note");
		status = next;
		checkScore = found.score();
		checkNote = note;
		checkedBy = by.personId();
		checkedName = by.displayName();
		checkedAt = at;
	}

	/**
	 * Told to everybody first; it works from the contract on.
	 * @param today first day of the notice
	 * @param markUntil last day of the mark's registration
	 * @param twoPeople whether it must be another than who checked
	 */
	void approve(LocalDate today, LocalDate until, LocalDate markUntil, @Nullable String note, Actor by,
			boolean twoPeople, Instant at) {
		var next = status.after(Action.APPROVE);
		requireDecider(by, twoPeople);
		if (checkScore == null || checkScore < PASSING_SCORE) {
			throw new RuleBroken("brand.licence.score-too-low", String.valueOf(checkScore), PASSING_SCORE);
		}
		var earliest = today.plusDays(NOTICE_DAYS + 1);
		if (until.isBefore(earliest) || !until.isBefore(today.plusYears(MAX_YEARS)) || until.isAfter(markUntil)) {
			throw new RuleBroken("brand.licence.term", MAX_YEARS, markUntil.toString()).at("until");
		}
		status = next;
		noticeFrom = today;
		noticeUntil = today.plusDays(NOTICE_DAYS);
		validUntil = until;
		decided(by, at, note);
	}

	/**
	 * In force from today.
	 * @param contract the signed paper, stored
	 */
	void sign(String licenceNo, UUID contract, LocalDate today) {
		var next = status.after(Action.SIGN);
		if (noticeUntil == null || validUntil == null || !today.isAfter(noticeUntil)) {
			throw new RuleBroken("brand.licence.notice-running", String.valueOf(noticeUntil));
		}
		if (today.isAfter(validUntil)) {
			throw new RuleBroken("brand.licence.signed-late", validUntil.toString());
		}
		status = next;
		number = licenceNo;
		contractFile = contract;
		contractOn = today;
		validFrom = today;
		nextReviewOn = yearAfter(today);
	}

	/** Another year, or suspended at once. */
	void review(boolean passed, String note, LocalDate today, Instant at) {
		if (nextReviewOn == null || (status != LicenceStatus.ACTIVE && status != LicenceStatus.SUSPENDED)) {
			throw new RuleBroken("brand.licence.no-review");
		}
		if (today.isBefore(nextReviewOn.minusDays(REVIEW_DAYS))) {
			throw new RuleBroken("brand.licence.review-early", nextReviewOn.minusDays(REVIEW_DAYS).toString());
		}
		requireReason(note, "note");
		nextReviewOn = yearAfter(nextReviewOn);
		if (!passed && status == LicenceStatus.ACTIVE) {
			suspend(note, at);
		}
	}

	private @Nullable LocalDate yearAfter(LocalDate day) {
		var next = day.plusYears(1);
		return (validUntil != null && next.isBefore(validUntil)) ? next : null;
	}

	void decline(String why, Actor by, boolean twoPeople, Instant at) {
		var next = status.after(Action.DECLINE);
		requireDecider(by, twoPeople);
		requireReason(why, "reason");
		status = next;
		decided(by, at, why);
	}

	/** By the applicant, as long as nothing is decided. */
	void withdraw() {
		status = status.after(Action.WITHDRAW);
	}

	/** No label, no new package from this moment. */
	void suspend(String why, Instant at) {
		var next = status.after(Action.SUSPEND);
		requireReason(why, "reason");
		status = next;
		suspendedAt = at;
		decisionNote = why;
		registerEvent(new LicenceSuspended(tenantId(), id(), memberId, classCode));
	}

	void resume(String why, LocalDate today) {
		var next = status.after(Action.RESUME);
		if (nextReviewOn != null && today.isAfter(nextReviewOn.plusDays(REVIEW_DAYS))) {
			throw new RuleBroken("brand.licence.review-overdue", nextReviewOn.toString());
		}
		requireReason(why, "reason");
		status = next;
		suspendedAt = null;
		decisionNote = why;
	}

	/**
	 * For good.
	 * @param years for which no new application is taken, by how grave it was
	 */
	void revoke(String why, int years, LocalDate today, Instant at) {
		var next = status.after(Action.REVOKE);
		requireReason(why, "reason");
		if (years < 1 || years > MAX_BARRED_YEARS) {
			throw new RuleBroken("brand.licence.barred-years", MAX_BARRED_YEARS).at("years");
		}
		status = next;
		barredUntil = today.plusYears(years);
		decisionNote = why;
		endedAt = at;
		registerEvent(new LicenceSuspended(tenantId(), id(), memberId, classCode));
	}

	/** The term is over. */
	void expire(LocalDate today, Instant at) {
		var next = status.after(Action.EXPIRE);
		if (validUntil == null || !validUntil.isBefore(today)) {
			throw new RuleBroken("brand.licence.not-over");
		}
		status = next;
		endedAt = at;
		registerEvent(new LicenceSuspended(tenantId(), id(), memberId, classCode));
	}

	boolean onNotice(LocalDate on) {
		return status == LicenceStatus.NOTICE && noticeUntil != null && !on.isAfter(noticeUntil);
	}

	boolean inForce(LocalDate on) {
		return status == LicenceStatus.ACTIVE && validFrom != null && validUntil != null && !on.isBefore(validFrom)
				&& !on.isAfter(validUntil);
	}

	private void requireDecider(Actor by, boolean twoPeople) {
		if (twoPeople && FourEyesStep.tookPart(by.personId(), checkedBy)) {
			throw new Forbidden("brand.licence.same-person");
		}
		TraceFourEyes.CHECK_LICENCE.requireOther("brand.licence.own-application", by.personId(), appliedBy);
	}

	private static void requireReason(String why, String field) {
		if (why.isBlank()) {
			throw new RuleBroken("trace.lot.reason-missing").at(field);
		}
	}

	private void decided(Actor by, Instant at, @Nullable String note) {
		decidedBy = by.personId();
		alone = by.personId().equals(checkedBy);
		decidedName = by.displayName();
		decidedAt = at;
		decisionNote = note;
	}

}
