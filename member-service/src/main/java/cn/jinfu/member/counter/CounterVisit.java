package cn.jinfu.member.counter;

import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.FourEyesStep;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.member.counter.CounterVisitStatus.Action;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * Somebody of a member came to the counter with his card, and a clerk did for him what he
 * could have done on the phone. Nobody serves himself, and whoever served does not judge
 * the objection against it.
 */
@Entity
@Table(name = "member_visit")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class CounterVisit extends Aggregate<CounterVisit> {

	private String no;

	@Enumerated(EnumType.STRING)
	private CounterVisitStatus status;

	private UUID memberId;

	private UUID personId;

	private String personName;

	private UUID clerkId;

	private String clerkName;

	private String purpose;

	private UUID paperFile;

	private Instant beganAt;

	private @Nullable Instant endedAt;

	private @Nullable Instant objectedAt;

	private @Nullable UUID objectedBy;

	private @Nullable String objection;

	private @Nullable Instant settledAt;

	private @Nullable UUID settledBy;

	private @Nullable String settledName;

	private @Nullable String settlement;

	/** A human being with his name at that time. */
	record Somebody(UUID personId, String name) {
	}

	static CounterVisit begin(String no, UUID memberId, Somebody visitor, Somebody clerk, String purpose,
			UUID paperFile, Instant at) {
		if (visitor.personId().equals(clerk.personId())) {
			throw new RuleBroken("member.visit.own-farm").at("idNumber");
		}
		var it = new CounterVisit();
		it.no = no;
		it.status = CounterVisitStatus.RUNNING;
		it.memberId = memberId;
		it.personId = visitor.personId();
		it.personName = visitor.name();
		it.clerkId = clerk.personId();
		it.clerkName = clerk.name();
		it.purpose = words(purpose, "purpose");
		it.paperFile = paperFile;
		it.beganAt = at;
		return it;
	}

	void end(Instant at) {
		status = status.after(Action.END);
		endedAt = at;
	}

	/** Said by somebody of the member; what runs still ends with it. */
	void object(UUID by, String reason, Instant at) {
		var next = status.after(Action.OBJECT);
		objection = words(reason, "reason");
		status = next;
		objectedBy = by;
		objectedAt = at;
		if (endedAt == null) {
			endedAt = at;
		}
	}

	void settle(Somebody judge, String outcome, Instant at) {
		var next = status.after(Action.SETTLE);
		if (FourEyesStep.tookPart(judge.personId(), clerkId, personId, objectedBy)) {
			throw new RuleBroken("member.visit.same-person");
		}
		settlement = words(outcome, "reason");
		status = next;
		settledBy = judge.personId();
		settledName = judge.name();
		settledAt = at;
	}

	private static String words(String typed, String field) {
		if (typed.strip().length() < 2) {
			throw new RuleBroken("member.visit.words").at(field);
		}
		return typed.strip();
	}

}
