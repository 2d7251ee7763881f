package cn.jinfu.credit.rating;

import java.time.Instant;
import java.util.UUID;

import cn.jinfu.credit.CreditFourEyes;
import cn.jinfu.kernel.Aggregate;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * Why a rating carries no new application for a while; what was lent before stays as it
 * is. Lifted by another person than suspended it.
 */
@Entity
@Table(name = "credit_rating_suspension")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class RatingSuspension extends Aggregate<RatingSuspension> {

	/** What made it necessary. */
	public enum Cause {

		/** An instalment more than thirty days late; found every night. */
		OVERDUE,
		/** Sued since the rating was made, as looked up; found every night. */
		COURT_RECORD, RECALL, LICENCE, FAILED_TEST, OTHER

	}

	private UUID ratingId;

	private UUID memberId;

	@Enumerated(EnumType.STRING)
	private Cause cause;

	private String reason;

	private UUID suspendedBy;

	private String suspendedName;

	private Instant suspendedAt;

	private @Nullable UUID liftedBy;

	private @Nullable String liftedName;

	private @Nullable Instant liftedAt;

	private @Nullable String liftReason;

	static RatingSuspension of(RatingCase rating, Cause cause, String reason, UUID person, String name, Instant at) {
		var it = new RatingSuspension();
		it.ratingId = rating.id();
		it.memberId = rating.memberId();
		it.cause = cause;
		it.reason = reason;
		it.suspendedBy = person;
		it.suspendedName = name;
		it.suspendedAt = at;
		return it;
	}

	void lift(UUID person, String name, String why, Instant at) {
		CreditFourEyes.LIFT_SUSPENSION.requireOther("credit.suspension.four-eyes", person, suspendedBy);
		liftedBy = person;
		liftedName = name;
		liftReason = why;
		liftedAt = at;
	}

}
