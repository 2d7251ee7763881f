package cn.jinfu.traceability.flow;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.traceability.TraceFourEyes;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** Goods between two members: one says that they went, the other that they came. */
@Entity
@Table(name = "trace_hand_over")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class HandOver extends Aggregate<HandOver> {

	/** 待确认, 已收到, 有异议, 已撤回, 已声明有误. */
	public enum HandOverStatus {

		SENT, CONFIRMED, OBJECTED, WITHDRAWN, WRONG

	}

	private String number;

	private UUID lotId;

	private UUID fromId;

	private UUID toId;

	private BigDecimal kg;

	/** Loose, to be labelled by the receiver. */
	private boolean bulk;

	@Enumerated(EnumType.STRING)
	private HandOverStatus status;

	private LocalDate sentOn;

	private Instant sentAt;

	private UUID sentBy;

	private String sentName;

	private @Nullable BigDecimal receivedKg;

	private @Nullable UUID receivedLot;

	private @Nullable Instant answeredAt;

	private @Nullable UUID answeredBy;

	private @Nullable String answeredName;

	private @Nullable String reason;

	static HandOver send(String number, UUID lotId, UUID from, UUID to, BigDecimal kg, boolean bulk, Actor by,
			Instant at) {
		if (from.equals(to)) {
			throw new RuleBroken("trace.hand-over.to-oneself").at("to");
		}
		var handOver = new HandOver();
		handOver.number = number;
		handOver.lotId = lotId;
		handOver.fromId = from;
		handOver.toId = to;
		handOver.kg = kg;
		handOver.bulk = bulk;
		handOver.status = HandOverStatus.SENT;
		handOver.sentOn = at.atZone(BusinessClock.ZONE).toLocalDate();
		handOver.sentAt = at;
		handOver.sentBy = by.personId();
		handOver.sentName = by.displayName();
		return handOver;
	}

	/**
	 * How it really was.
	 *
	 * @param kg that were sent
	 * @param receivedKg of which came
	 */
	public record Figures(BigDecimal kg, BigDecimal receivedKg) {
	}

	/** The record stays; it says from now on that it is wrong. */
	void declareWrong(String note) {
		if (status != HandOverStatus.CONFIRMED) {
			throw new WrongState("trace.hand-over.not-confirmed", number);
		}
		if (note.isBlank()) {
			throw new RuleBroken("trace.lot.reason-missing").at("note");
		}
		status = HandOverStatus.WRONG;
	}

	/** The same goods on the same day between the same two, with other figures. */
	HandOver corrected(String newNumber, Figures figures) {
		if (figures.kg().signum() <= 0) {
			throw new RuleBroken("trace.lot.nothing-taken").at("kg");
		}
		var right = new HandOver();
		right.number = newNumber;
		right.lotId = lotId;
		right.fromId = fromId;
		right.toId = toId;
		right.kg = figures.kg();
		right.bulk = bulk;
		right.status = HandOverStatus.SENT;
		right.sentOn = sentOn;
		right.sentAt = sentAt;
		right.sentBy = sentBy;
		right.sentName = sentName;
		return right;
	}

	void requireConfirmable(BigDecimal received, Actor by) {
		requireOpen("CONFIRM");
		requireOther(by);
		if (received.signum() <= 0 || received.compareTo(kg) > 0) {
			throw new RuleBroken("trace.hand-over.received-kg", kg).at("kg");
		}
	}

	void confirm(UUID lot, BigDecimal received, Actor by, Instant at) {
		requireConfirmable(received, by);
		status = HandOverStatus.CONFIRMED;
		receivedKg = received;
		receivedLot = lot;
		answered(by, at);
	}

	void object(String why, Actor by, Instant at) {
		requireOpen("OBJECT");
		requireOther(by);
		ended(HandOverStatus.OBJECTED, why, by, at);
	}

	void withdraw(String why, Actor by, Instant at) {
		requireOpen("WITHDRAW");
		ended(HandOverStatus.WITHDRAWN, why, by, at);
	}

	private void ended(HandOverStatus how, String why, Actor by, Instant at) {
		if (why.isBlank()) {
			throw new RuleBroken("trace.lot.reason-missing").at("reason");
		}
		status = how;
		reason = why.strip();
		answered(by, at);
	}

	private void answered(Actor by, Instant at) {
		answeredAt = at;
		answeredBy = by.personId();
		answeredName = by.displayName();
	}

	private void requireOpen(String act) {
		if (status != HandOverStatus.SENT) {
			throw new WrongState("trace.hand-over.answered", number, act);
		}
	}

	private void requireOther(Actor by) {
		TraceFourEyes.ANSWER_HAND_OVER.requireOther("trace.hand-over.same-person", by.personId(), sentBy);
	}

}
