package cn.jinfu.credit.rating;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.WrongState;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;

/** A rating: what went in, frozen and hashed, and what came out. */
@Entity
@Table(name = "credit_rating")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class RatingCase extends Aggregate<RatingCase> {

	private String no;

	private UUID memberId;

	private UUID scorecardVersionId;

	private LocalDate asOf;

	@Enumerated(EnumType.STRING)
	private RatingStatus status;

	private int score;

	@Enumerated(EnumType.STRING)
	private Grade grade;

	private boolean thinFile;

	private Money limitAmount;

	private LocalDate validTo;

	private String snapshot;

	private String snapshotSha256;

	private String outcome;

	private Instant ratedAt;

	private UUID ratedBy;

	static RatingCase of(String no, Snapshot snapshot, UUID scorecardVersionId, Outcome outcome, UUID by, Instant at) {
		var rating = new RatingCase();
		rating.no = no;
		rating.memberId = snapshot.memberId();
		rating.scorecardVersionId = scorecardVersionId;
		rating.asOf = snapshot.asOf();
		rating.status = RatingStatus.EFFECTIVE;
		rating.score = outcome.score();
		rating.grade = outcome.grade();
		rating.thinFile = outcome.thinFile();
		rating.limitAmount = new Money(outcome.limit().amount());
		rating.validTo = outcome.validTo();
		rating.snapshot = RatingJson.write(snapshot);
		rating.snapshotSha256 = RatingJson.sha256(rating.snapshot);
		rating.outcome = RatingJson.write(outcome);
		rating.ratedBy = by;
		rating.ratedAt = at;
		return rating;
	}

	public Outcome result() {
		return RatingJson.read(outcome, Outcome.class);
	}

	public Snapshot inputs() {
		return RatingJson.read(snapshot, Snapshot.class);
	}

	/** Whether a new application may rest on it. */
	public boolean effectiveOn(LocalDate day) {
		return status == RatingStatus.EFFECTIVE && !day.isAfter(validTo);
	}

	void end(RatingStatus how) {
		if (status != RatingStatus.EFFECTIVE) {
			throw new WrongState("credit.rating.wrong-state", status);
		}
		status = how;
	}

}
