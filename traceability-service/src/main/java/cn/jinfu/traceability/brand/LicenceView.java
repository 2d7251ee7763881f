package cn.jinfu.traceability.brand;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.StatusHistory;
import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * A licence as screens and clients see it.
 *
 * @param standardTitle title of the group standard
 * @param twoPeople whether check and decision take two people now
 * @param today the business date of the reading
 */
public record LicenceView(UUID id, @Nullable String number, UUID memberId, String holder, String classCode,
		String className, boolean service, String markName, String markNo, String standard, String standardTitle,
		String products, String reason, LicenceStatus status, Instant appliedAt, @JsonIgnore UUID appliedBy,
		@Nullable Integer checkScore, @Nullable String checkNote, @JsonIgnore @Nullable UUID checkedBy,
		@Nullable String checkedName, @Nullable Instant checkedAt, @Nullable String decidedName,
		@Nullable Instant decidedAt, @Nullable String decisionNote, @Nullable LocalDate validFrom,
		@Nullable LocalDate validUntil, @Nullable LocalDate noticeFrom, @Nullable LocalDate noticeUntil,
		@Nullable UUID contractFile, @Nullable LocalDate contractOn, @Nullable LocalDate nextReviewOn,
		@Nullable LocalDate barredUntil, @JsonIgnore boolean twoPeople, @JsonIgnore LocalDate today, long version) {

	/** Renewal is asked for three months before the end. */
	static final int RENEWAL_MONTHS = 3;

	/** Working days in which the place is looked at. */
	static final int CHECK_DAYS = 10;

	/** Working days in which somebody decides after that. */
	static final int DECIDE_DAYS = 5;

	/** Working days in which the contract is signed after the notice. */
	static final int SIGN_DAYS = 5;

	/** Since when its step waits. */
	public Instant waitingSince() {
		return (checkedAt != null) ? checkedAt : appliedAt;
	}

	/** Working days that its step may take; null where it waits for none of us. */
	public @Nullable Integer waitingDays() {
		return switch (status) {
			case SUBMITTED, DEFECTS -> CHECK_DAYS;
			case CHECKED -> DECIDE_DAYS;
			case NOTICE, ACTIVE, SUSPENDED, DECLINED, WITHDRAWN, EXPIRED, REVOKED -> null;
		};
	}

	public boolean can(String action) {
		return status.actions().contains(LicenceStatus.Action.valueOf(action));
	}

	/** Told to everybody long enough, so that it can be signed. */
	public boolean noticeOver() {
		return status == LicenceStatus.NOTICE && noticeUntil != null && today.isAfter(noticeUntil);
	}

	/** Whether the year's review may be done now. */
	public boolean reviewDue() {
		return (status == LicenceStatus.ACTIVE || status == LicenceStatus.SUSPENDED) && nextReviewOn != null
				&& !today.isBefore(nextReviewOn.minusDays(BrandLicence.REVIEW_DAYS));
	}

	public boolean inForce() {
		return status == LicenceStatus.ACTIVE && validFrom != null && validUntil != null && !today.isBefore(validFrom)
				&& !today.isAfter(validUntil);
	}

	/** In force, and soon over. */
	public boolean ending() {
		return inForce() && validUntil != null && validUntil.isBefore(today.plusMonths(RENEWAL_MONTHS));
	}

	/** Whether there is a licence to show, in force or not. */
	public boolean licensed() {
		return number != null;
	}

	/** The reader applied, so that others must check and decide. */
	public boolean mine() {
		return appliedBy.equals(Actor.current().personId());
	}

	/** The reader checked on site, so that somebody else must decide. */
	public boolean checkedByMe() {
		return twoPeople && Actor.current().personId().equals(checkedBy);
	}

	/** One look on site. */
	public record CheckView(int environment, int records, int inputs, int packing, int labels, int score, String note,
			@Nullable UUID photoId, Instant at, String byName) {

		public boolean passed() {
			return score >= BrandLicence.PASSING_SCORE;
		}

	}

	/** A paper of the application. */
	public record Paper(UUID fileId, String name) {
	}

	/** What was done under it, for the links of its page. */
	public record Use(int labelOrders, long labels, long packages) {
	}

	/** What the last twelve months' records say of the holder; labels of this licence. */
	public record Year(int tests, int testsFailed, int lots, int complaints, long labels, long labelsVoided) {
	}

	/** One year's review. */
	public record Review(LocalDate dueOn, Year year, boolean passed, @Nullable Integer score, String note,
			String byName, Instant at) {
	}

	/** The whole file of a licence. */
	public record File(LicenceView licence, List<CheckView> checks, List<Paper> papers,
			List<Objections.Objection> objections, List<Review> reviews, Use use, LabelCount labels,
			List<LabelCount> counts, List<StatusHistory.Change> history) {

		/** Whether somebody still waits for an answer. */
		public boolean unanswered() {
			return objections.stream().anyMatch(it -> it.outcome() == null);
		}

	}

}
