package cn.jinfu.traceability.lot;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A lot as lists and pages show it; kilograms throughout.
 *
 * @param kgLabelled kilograms that labels stand for
 * @param holdReason why it is held or recalled, else null
 * @param holdDetail the input's name behind a hold of production's, else the officer's
 * words or the number of the failed test
 * @param tested whether a passing result speaks for it now
 * @param certificateId the valid certificate, if any
 */
public record LotView(UUID id, String lotCode, UUID memberId, String producer, LotKind kind, @Nullable UUID plantingId,
		String crop, String cropName, @Nullable String variety, @Nullable String grade, String origin,
		LocalDate harvestedOn, BigDecimal kg, BigDecimal kgLeft, BigDecimal kgLabelled, LotStatus status,
		@Nullable HoldCause holdReason, @Nullable String holdDetail, @Nullable LocalDate holdSafeOn,
		@Nullable Integer holdDays, Instant statusAt, int completeness, boolean tested, @Nullable UUID certificateId,
		@Nullable String certificateNo, long labels, long version) {

	/** Whether the act is one that this lot's status and reason allow now. */
	public boolean can(String action) {
		var act = LotStatus.Action.valueOf(action);
		return status.actions().contains(act) && (act != LotStatus.Action.RELEASE || stuck() == null)
				&& (act != LotStatus.Action.HOLD || status != LotStatus.HELD);
	}

	/** Why it cannot be released, a message key; null when it can. */
	public @Nullable String stuck() {
		if (holdReason == null || status != LotStatus.HELD) {
			return null;
		}
		if (holdReason.permanent()) {
			return "trace.lot.stuck.permanent";
		}
		if (holdReason.technical()) {
			return "trace.lot.stuck.technician";
		}
		if (holdReason == HoldCause.RECALL_CASE) {
			return "trace.lot.stuck.recall";
		}
		return (holdReason == HoldCause.TEST_FAILED && !tested) ? "trace.lot.stuck.test" : null;
	}

	/** Message key of who may lift the hold. */
	public String lifterKey() {
		if (holdReason == null || status == LotStatus.RECALLED) {
			return "trace.lot.lifter.none";
		}
		if (holdReason.permanent()) {
			return "trace.lot.lifter.none";
		}
		if (holdReason == HoldCause.RECALL_CASE) {
			return "trace.lot.lifter.recall";
		}
		return holdReason.technical() ? "trace.lot.lifter.technician" : "trace.lot.lifter.officer";
	}

	/** Held, recalled or destroyed. */
	public boolean stopped() {
		return status.stopped();
	}

	public BigDecimal kgGone() {
		return kg.subtract(kgLeft);
	}

	/** Whether something may be promised on it today. */
	public boolean sellable() {
		return status == LotStatus.RELEASED;
	}

}
