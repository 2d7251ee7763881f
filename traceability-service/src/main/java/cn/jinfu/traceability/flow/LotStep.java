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
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** What was done with lots on a day. Never changed: declared wrong, and done again. */
@Entity
@Table(name = "trace_step")
@DynamicUpdate
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class LotStep extends Aggregate<LotStep> {

	/** 有效, 已声明有误. */
	public enum StepStatus {

		DONE, WRONG

	}

	/**
	 * @param in all that went in
	 * @param out all that came out
	 * @param loss what was thrown away, dried up or cut off
	 */
	record Masses(BigDecimal in, BigDecimal out, BigDecimal loss) {

		Masses {
			if (loss.signum() < 0) {
				throw new RuleBroken("trace.step.loss-negative").at("lossKg");
			}
			if (out.add(loss).compareTo(in) > 0) {
				throw new RuleBroken("trace.step.above-inputs", out.add(loss), in).at("outputs");
			}
		}

		/** Neither came out nor is said to be lost. */
		BigDecimal unexplained() {
			return in.subtract(out).subtract(loss);
		}
	}

	private String number;

	@Enumerated(EnumType.STRING)
	private StepKind kind;

	private UUID memberId;

	private String division;

	private LocalDate doneOn;

	private BigDecimal inKg;

	private BigDecimal outKg;

	private BigDecimal lossKg;

	private @Nullable String note;

	@Enumerated(EnumType.STRING)
	private StepStatus status;

	private Instant recordedAt;

	private UUID byPerson;

	private String byName;

	static LotStep record(String number, StepKind kind, UUID memberId, String division, LocalDate on, Masses masses,
			@Nullable String note, Actor by, Instant at) {
		if (on.isAfter(at.atZone(BusinessClock.ZONE).toLocalDate())) {
			throw new RuleBroken("trace.step.future").at("doneOn");
		}
		var step = new LotStep();
		step.number = number;
		step.kind = kind;
		step.memberId = memberId;
		step.division = division;
		step.doneOn = on;
		step.inKg = masses.in();
		step.outKg = masses.out();
		step.lossKg = masses.loss();
		step.note = note;
		step.status = StepStatus.DONE;
		step.recordedAt = at;
		step.byPerson = by.personId();
		step.byName = by.displayName();
		return step;
	}

	void declareWrong(String note) {
		if (status != StepStatus.DONE) {
			throw new WrongState("trace.step.already-wrong", number);
		}
		if (note.isBlank()) {
			throw new RuleBroken("trace.lot.reason-missing").at("note");
		}
		status = StepStatus.WRONG;
	}

}
