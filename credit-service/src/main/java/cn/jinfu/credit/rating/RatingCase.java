package cn.jinfu.credit.rating;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.credit.rating.RatingStatus.Action;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

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

	@Enumerated(EnumType.STRING)
	private @Nullable Grade overrideGrade;

	@Enumerated(EnumType.STRING)
	private @Nullable Route overrideRoute;

	private @Nullable Money overrideLimit;

	private @Nullable LocalDate overrideTo;

	/** Who put the override in force. */
	private @Nullable UUID overrideBy;

	/** When the farm was told that it ends soon. */
	private @Nullable Instant endToldAt;

	/** What a person decided instead of the model's grade, and until when. */
	record Overridden(Grade grade, Route route, Money limit, LocalDate until, UUID by) {
	}

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
		return effective() && !day.isAfter(validTo);
	}

	public boolean effective() {
		return status == RatingStatus.EFFECTIVE;
	}

	/** The grade that counts on that day: the override's while it lasts. */
	public Grade gradeOn(LocalDate day) {
		return (overrideGrade != null && overridden(day)) ? overrideGrade : grade;
	}

	public Money limitOn(LocalDate day) {
		return (overrideLimit != null && overridden(day)) ? overrideLimit : limitAmount;
	}

	public Route routeOn(LocalDate day) {
		return (overrideRoute != null && overridden(day)) ? overrideRoute : result().route();
	}

	public boolean overridden(LocalDate day) {
		return overrideTo != null && !day.isAfter(overrideTo);
	}

	void move(Action action) {
		status = status.after(action);
	}

	/**
	 * Puts an override in force; the model's own grade stays beside it.
	 * @throws RuleBroken when it is not one grade up or down, a knocked-out farm would
	 * rise, or it would outlive the rating
	 */
	void override(Overridden it, LocalDate today) {
		requireMayOverride(it.grade(), it.until(), today);
		overrideGrade = it.grade();
		overrideRoute = it.route();
		overrideLimit = it.limit();
		overrideTo = it.until();
		overrideBy = it.by();
	}

	void requireMayOverride(Grade to, LocalDate until, LocalDate today) {
		if (status != RatingStatus.EFFECTIVE || today.isAfter(validTo)) {
			throw new WrongState("credit.rating.wrong-state", status);
		}
		if (Math.abs(to.ordinal() - grade.ordinal()) != 1) {
			throw new RuleBroken("credit.override.notch", grade.name()).at("grade");
		}
		if (grade.worseThan(to) && !result().knockOuts().isEmpty()) {
			throw new RuleBroken("credit.override.knocked-out").at("grade");
		}
		if (until.isBefore(today) || until.isAfter(validTo)) {
			throw new RuleBroken("credit.override.until", validTo).at("until");
		}
	}

	void dropOverride() {
		overrideGrade = null;
		overrideRoute = null;
		overrideLimit = null;
		overrideTo = null;
		overrideBy = null;
	}

	void endTold(Instant at) {
		endToldAt = at;
	}

}
