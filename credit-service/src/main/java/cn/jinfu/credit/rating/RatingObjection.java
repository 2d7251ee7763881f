package cn.jinfu.credit.rating;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.credit.rating.ObjectionStatus.Action;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.Forbidden;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * A farm says that its rating is wrong. Answered within twenty days (征信业管理条例 art. 25) by
 * somebody who neither made the rating nor put its override in force nor filed this.
 */
@Entity
@Table(name = "credit_rating_objection")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class RatingObjection extends Aggregate<RatingObjection> {

	static final String TYPE = "RatingObjection";

	/** Days, not working days. */
	private static final int ANSWER_DAYS = 20;

	/** What follows from an objection that holds. */
	public enum Remedy {

		/** Once more with the facts of today. */
		RECALCULATE,
		/** One fact is put right, then once more. */
		CORRECT,
		/** The facts are right, the grade is not: a person's decision is asked for. */
		OVERRIDE

	}

	private String no;

	@Enumerated(EnumType.STRING)
	private ObjectionStatus status;

	private UUID ratingId;

	private UUID memberId;

	/** The figure it is about; null for the rating as a whole. */
	private @Nullable String indicator;

	private String reason;

	private @Nullable UUID evidenceFile;

	private UUID ratedBy;

	private @Nullable UUID overrideBy;

	private UUID filedBy;

	private String filedName;

	private Instant filedAt;

	private LocalDate answerBy;

	@Enumerated(EnumType.STRING)
	private @Nullable Remedy remedy;

	private @Nullable UUID newRatingId;

	private @Nullable UUID decidedBy;

	private @Nullable String decidedName;

	private @Nullable Instant decidedAt;

	private @Nullable String answer;

	/** What the farm says. */
	record Words(@Nullable String indicator, String reason, @Nullable UUID evidenceFile) {
	}

	/** Somebody's answer. */
	record Answer(UUID person, String name, String words, Instant at) {
	}

	static RatingObjection file(String no, RatingCase rating, Words words, UUID person, String name, Instant at) {
		var it = new RatingObjection();
		it.no = no;
		it.status = ObjectionStatus.FILED;
		it.ratingId = rating.id();
		it.memberId = rating.memberId();
		it.indicator = words.indicator();
		it.reason = words.reason();
		it.evidenceFile = words.evidenceFile();
		it.ratedBy = rating.ratedBy();
		it.overrideBy = rating.overrideBy();
		it.filedBy = person;
		it.filedName = name;
		it.filedAt = at;
		it.answerBy = at.atZone(BusinessClock.ZONE).toLocalDate().plusDays(ANSWER_DAYS);
		return it;
	}

	/** Whether this person may answer: none who took part. */
	public boolean mayAnswer(UUID person) {
		return !person.equals(filedBy) && !person.equals(ratedBy) && !Objects.equals(person, overrideBy);
	}

	/** Asked before anything follows from an answer. */
	void requireMayAnswer(Action action, UUID person) {
		status.after(action);
		if (!mayAnswer(person)) {
			throw new Forbidden("credit.objection.four-eyes");
		}
	}

	void uphold(Remedy how, @Nullable UUID newRating, Answer by) {
		requireMayAnswer(Action.UPHOLD, by.person());
		remedy = how;
		newRatingId = newRating;
		answered(Action.UPHOLD, by);
	}

	void dismiss(Answer by) {
		requireMayAnswer(Action.DISMISS, by.person());
		answered(Action.DISMISS, by);
	}

	void prove(UUID file) {
		status.after(Action.WITHDRAW);
		evidenceFile = file;
	}

	void withdraw() {
		status = status.after(Action.WITHDRAW);
	}

	private void answered(Action action, Answer by) {
		status = status.after(action);
		decidedBy = by.person();
		decidedName = by.name();
		decidedAt = by.at();
		answer = by.words();
	}

}
