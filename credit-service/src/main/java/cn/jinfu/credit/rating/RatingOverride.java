package cn.jinfu.credit.rating;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.credit.CreditFourEyes;
import cn.jinfu.credit.rating.OverrideStatus.Action;
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
 * A person's decision instead of the model's grade: one grade up or down, with reason,
 * evidence and last day; one proposes, another decides.
 */
@Entity
@Table(name = "credit_rating_override")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class RatingOverride extends Aggregate<RatingOverride> {

	static final String TYPE = "RatingOverride";

	@Enumerated(EnumType.STRING)
	private OverrideStatus status;

	private UUID ratingId;

	private UUID memberId;

	/** The objection it answers, if any. */
	private @Nullable UUID objectionId;

	@Enumerated(EnumType.STRING)
	private Grade fromGrade;

	@Enumerated(EnumType.STRING)
	private Grade toGrade;

	private String reason;

	private UUID evidenceFile;

	private LocalDate validTo;

	private UUID proposedBy;

	private String proposedName;

	private Instant proposedAt;

	private @Nullable UUID decidedBy;

	private @Nullable String decidedName;

	private @Nullable Instant decidedAt;

	private @Nullable String answer;

	/** What is proposed. */
	record Proposal(Grade grade, LocalDate until, String reason, UUID evidenceFile, @Nullable UUID objectionId) {
	}

	static RatingOverride propose(RatingCase rating, Proposal proposal, UUID person, String name, Instant at,
			LocalDate today) {
		rating.requireMayOverride(proposal.grade(), proposal.until(), today);
		var it = new RatingOverride();
		it.status = OverrideStatus.PROPOSED;
		it.ratingId = rating.id();
		it.memberId = rating.memberId();
		it.objectionId = proposal.objectionId();
		it.fromGrade = rating.grade();
		it.toGrade = proposal.grade();
		it.reason = proposal.reason();
		it.evidenceFile = proposal.evidenceFile();
		it.validTo = proposal.until();
		it.proposedBy = person;
		it.proposedName = name;
		it.proposedAt = at;
		return it;
	}

	void confirm(UUID person, String name, @Nullable String words, Instant at) {
		decide(Action.CONFIRM, person, name, words, at);
	}

	void refuse(UUID person, String name, String words, Instant at) {
		decide(Action.REFUSE, person, name, words, at);
	}

	private void decide(Action action, UUID person, String name, @Nullable String words, Instant at) {
		var next = status.after(action);
		CreditFourEyes.DECIDE_OVERRIDE.requireOther("credit.override.four-eyes", person, proposedBy);
		status = next;
		decidedBy = person;
		decidedName = name;
		decidedAt = at;
		answer = words;
	}

	/** Withdrawn, taken back, past its last day, or its rating is gone. */
	void end() {
		status = status.after(Action.END);
	}

}
