package cn.jinfu.production.hospital.consult;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.hospital.consult.ConsultState.Action;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * A farm's question about one of its plantings. It belongs to the doctor who took it;
 * only he answers, until he refers it or it falls back to the pool.
 */
@Entity
@Table(name = "production_consult")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class Consult extends Aggregate<Consult> {

	/** A doctor who has taken a case and says nothing loses it after this. */
	static final Duration SILENCE = Duration.ofMinutes(30);

	/** A visit is arranged at most this far ahead. */
	private static final int VISIT_DAYS = 30;

	private String no;

	private UUID memberId;

	private String division;

	private UUID plantingId;

	private String crop;

	private String question;

	@Enumerated(EnumType.STRING)
	private ConsultChannel channel;

	@Enumerated(EnumType.STRING)
	private ConsultState state;

	private @Nullable UUID doctorId;

	/** For whom it waits, when another doctor has sent it to him. */
	private @Nullable UUID referredTo;

	private Instant openedAt;

	private UUID openedBy;

	private Instant waitingSince;

	private @Nullable Instant takenAt;

	private @Nullable LocalDate visitOn;

	private @Nullable String answer;

	/** When the farm had its first answer or prescription. */
	private @Nullable Instant answeredAt;

	/** When nobody had answered for too long and it was said. */
	private @Nullable Instant escalatedAt;

	private @Nullable Integer rating;

	private @Nullable String ratingNote;

	private @Nullable Instant ratedAt;

	private @Nullable Instant closedAt;

	/** Whose question, about what. */
	record Subject(UUID memberId, String division, UUID plantingId, String crop) {
	}

	static Consult open(String no, Subject subject, String question, ConsultChannel channel, UUID person, Instant at) {
		if (question.isBlank()) {
			throw new RuleBroken("production.consult.question-missing").at("question");
		}
		if (channel == ConsultChannel.VISIT) {
			throw new RuleBroken("production.consult.visit-by-doctor").at("channel");
		}
		var consult = new Consult();
		consult.no = no;
		consult.memberId = subject.memberId();
		consult.division = subject.division();
		consult.plantingId = subject.plantingId();
		consult.crop = subject.crop();
		consult.question = question.strip();
		consult.channel = channel;
		consult.state = ConsultState.WAITING;
		consult.openedAt = at;
		consult.openedBy = person;
		consult.waitingSince = at;
		return consult;
	}

	/**
	 * The doctor sees to it from now on.
	 * @throws Forbidden when it waits for another one
	 */
	void take(UUID doctor, Instant at) {
		var next = state.after(Action.TAKE);
		if (referredTo != null && !referredTo.equals(doctor)) {
			throw new Forbidden("production.consult.for-another");
		}
		state = next;
		doctorId = doctor;
		takenAt = at;
		referredTo = null;
	}

	/** Whether nothing has been heard of the doctor for too long. */
	boolean silent(Instant now) {
		return state == ConsultState.TAKEN && takenAt != null && !takenAt.plus(SILENCE).isAfter(now);
	}

	/** Whether a doctor owes the first answer for too long and nobody was told of it. */
	boolean overdue(Instant now) {
		return ConsultState.OWED.contains(state) && answeredAt == null && escalatedAt == null
				&& openedAt.plus(ConsultRules.TARGET).isBefore(now);
	}

	/** It was said that nobody answers. */
	void escalate(Instant at) {
		escalatedAt = at;
	}

	/** Back to everybody. */
	void release(Instant at) {
		backToPool(state.after(Action.RELEASE), null, at);
	}

	/**
	 * Taken from a doctor who has not answered in time, back to everybody.
	 * @throws RuleBroken {@code production.consult.not-late} while that was not said
	 */
	void recall(Instant at) {
		var next = state.after(Action.RELEASE);
		if (escalatedAt == null || answeredAt != null) {
			throw new RuleBroken("production.consult.not-late");
		}
		backToPool(next, null, at);
	}

	/** Whom it was sent to has not taken it: anybody may. */
	void openToAll() {
		if (state == ConsultState.WAITING) {
			referredTo = null;
		}
	}

	void refer(UUID doctor, UUID to, Instant at) {
		var next = state.after(Action.REFER);
		requireDoctor(doctor);
		if (doctor.equals(to)) {
			throw new RuleBroken("production.consult.refer-self").at("doctorId");
		}
		backToPool(next, to, at);
	}

	private void backToPool(ConsultState next, @Nullable UUID to, Instant at) {
		state = next;
		doctorId = null;
		takenAt = null;
		referredTo = to;
		waitingSince = at;
	}

	void work(UUID doctor) {
		var next = state.after(Action.WORK);
		requireDoctor(doctor);
		state = next;
	}

	void ask(UUID doctor) {
		var next = state.after(Action.ASK);
		requireDoctor(doctor);
		state = next;
	}

	/** The farm says more, or asks again after the answer. */
	void tell() {
		state = state.after(Action.TELL);
	}

	void visit(UUID doctor, LocalDate on, LocalDate today) {
		var next = state.after(Action.VISIT);
		requireDoctor(doctor);
		if (on.isBefore(today) || on.isAfter(today.plusDays(VISIT_DAYS))) {
			throw new RuleBroken("production.consult.visit-day", VISIT_DAYS).at("on");
		}
		state = next;
		channel = ConsultChannel.VISIT;
		visitOn = on;
	}

	void answer(UUID doctor, String text, Instant at) {
		var next = state.after(Action.ANSWER);
		requireDoctor(doctor);
		if (text.isBlank()) {
			throw new RuleBroken("production.consult.answer-missing").at("text");
		}
		state = next;
		answer = text.strip();
		answered(at);
	}

	/** A prescription was signed. */
	void prescribe(UUID doctor, Instant at) {
		var next = state.after(Action.PRESCRIBE);
		requireDoctor(doctor);
		state = next;
		answered(at);
	}

	private void answered(Instant at) {
		if (answeredAt == null) {
			answeredAt = at;
		}
	}

	void rate(int stars, @Nullable String note, Instant at) {
		var next = state.after(Action.RATE);
		if (stars < 1 || stars > 5) {
			throw new RuleBroken("production.consult.rating-range").at("rating");
		}
		state = next;
		rating = stars;
		ratingNote = (note == null || note.isBlank()) ? null : note.strip();
		ratedAt = at;
	}

	void close(Instant at) {
		state = state.after(Action.CLOSE);
		closedAt = at;
		referredTo = null;
	}

	/**
	 * @throws Forbidden for every other doctor
	 */
	public void requireDoctor(UUID doctor) {
		if (!doctor.equals(doctorId)) {
			throw new Forbidden("production.consult.not-your-case");
		}
	}

}
