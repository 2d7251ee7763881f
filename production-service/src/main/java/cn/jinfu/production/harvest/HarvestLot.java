package cn.jinfu.production.harvest;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.WeightKg;
import cn.jinfu.production.HarvestLotStatus;
import cn.jinfu.production.HarvestMarked;
import cn.jinfu.production.HarvestRecorded;
import cn.jinfu.production.HoldReason;
import cn.jinfu.production.Told;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * What was picked from a planting in one go. Always recorded; picked too early it is a
 * problem, with the product, the day and the days short written on it.
 */
@Entity
@Table(name = "production_harvest_lot")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class HarvestLot extends Aggregate<HarvestLot> {

	/** Who wrote it down and when. */
	record Entry(UUID clientUid, boolean late, @Nullable String lateReason, Instant at, UUID person, String name) {
	}

	private String no;

	private UUID clientUid;

	private UUID memberId;

	private UUID plantingId;

	private LocalDate pickedOn;

	private WeightKg weightKg;

	private WeightKg aboveCapKg;

	private @Nullable BigDecimal toldCount;

	@Enumerated(EnumType.STRING)
	private @Nullable FieldUnit toldUnit;

	private @Nullable BigDecimal toldEach;

	private String grade;

	private @Nullable String note;

	@Enumerated(EnumType.STRING)
	private HarvestLotStatus status;

	@Enumerated(EnumType.STRING)
	private HoldReason.@Nullable Kind holdKind;

	private @Nullable String holdProduct;

	private @Nullable LocalDate holdSafeOn;

	private @Nullable Integer holdDaysShort;

	private boolean late;

	private @Nullable String lateReason;

	private @Nullable String voidReason;

	private Instant recordedAt;

	private UUID recordedBy;

	private String byName;

	static HarvestLot pick(String no, UUID memberId, UUID plantingId, LocalDate on, WeightKg weight,
			@Nullable Told told, BigDecimal aboveCap, String grade, @Nullable String note, Optional<HoldReason> hold,
			Entry entry) {
		if (weight.isZero()) {
			throw new RuleBroken("production.harvest.weight-missing").at("weight");
		}
		var lot = new HarvestLot();
		lot.no = no;
		lot.memberId = memberId;
		lot.plantingId = plantingId;
		lot.pickedOn = on;
		lot.weightKg = weight;
		lot.toldCount = (told != null) ? told.count() : null;
		lot.toldUnit = (told != null) ? told.unit() : null;
		lot.toldEach = (told != null) ? told.each() : null;
		lot.aboveCapKg = new WeightKg(aboveCap);
		lot.grade = grade;
		lot.note = note;
		lot.clientUid = entry.clientUid();
		lot.late = entry.late();
		lot.lateReason = entry.lateReason();
		lot.recordedAt = entry.at();
		lot.recordedBy = entry.person();
		lot.byName = entry.name();
		lot.stand(hold.orElse(null));
		return lot;
	}

	HarvestRecorded recorded() {
		return new HarvestRecorded(tenantId(), id(), plantingId, memberId, weightKg.kg(), aboveCapKg.kg(), pickedOn,
				status, hold());
	}

	/**
	 * Looked at again, because something entered or decided later concerns it.
	 * @return the event when its standing changed; a lot struck out stays so
	 */
	Optional<HarvestMarked> review(Optional<HoldReason> hold) {
		if (status == HarvestLotStatus.VOID || Objects.equals(hold.orElse(null), hold())) {
			return Optional.empty();
		}
		stand(hold.orElse(null));
		return Optional.of(marked());
	}

	/** Entered by mistake; the row stays. */
	HarvestMarked strike(String reason) {
		if (status == HarvestLotStatus.VOID) {
			throw new WrongState("production.harvest.wrong-state", status);
		}
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		stand(null);
		status = HarvestLotStatus.VOID;
		voidReason = reason.strip();
		return marked();
	}

	void recount(BigDecimal aboveCap) {
		aboveCapKg = new WeightKg(aboveCap);
	}

	@Nullable HoldReason hold() {
		return (holdKind == null) ? null : new HoldReason(holdKind, String.valueOf(holdProduct), holdSafeOn,
				Objects.requireNonNullElse(holdDaysShort, 0));
	}

	private void stand(@Nullable HoldReason hold) {
		status = (hold != null) ? HarvestLotStatus.PROBLEM : HarvestLotStatus.VALID;
		holdKind = (hold != null) ? hold.kind() : null;
		holdProduct = (hold != null) ? hold.product() : null;
		holdSafeOn = (hold != null) ? hold.safeOn() : null;
		holdDaysShort = (hold != null) ? hold.daysShort() : null;
	}

	private HarvestMarked marked() {
		return new HarvestMarked(tenantId(), id(), plantingId, memberId, status, hold());
	}

}
