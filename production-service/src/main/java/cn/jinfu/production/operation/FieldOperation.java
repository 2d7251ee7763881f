package cn.jinfu.production.operation;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.production.Told;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** Something that was done on the field, on one planting or several at once. */
@Entity
@Table(name = "production_operation")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class FieldOperation extends Aggregate<FieldOperation> {

	/** Work is planned at most this far ahead. */
	private static final int PLAN_DAYS = 60;

	/**
	 * @param quantity all that was used, in the input's base unit
	 * @param told the same as the farm said it, when it said it otherwise
	 */
	record Used(UUID inputId, String lotNo, BigDecimal quantity, @Nullable Told told, @Nullable String pest) {
	}

	/** Who wrote it down and when, which may be days after it happened. */
	record Entry(UUID clientUid, boolean late, @Nullable String lateReason, Instant at, UUID person, String name) {
	}

	private UUID clientUid;

	private UUID memberId;

	@Enumerated(EnumType.STRING)
	private OperationKind kind;

	private LocalDate onDay;

	@Enumerated(EnumType.STRING)
	private OperationState state;

	private boolean late;

	private @Nullable String lateReason;

	private @Nullable String note;

	@Enumerated(EnumType.STRING)
	private @Nullable Weather weather;

	@Enumerated(EnumType.STRING)
	private @Nullable UseMethod method;

	private @Nullable BigDecimal amount;

	@Enumerated(EnumType.STRING)
	private @Nullable AmountUnit amountUnit;

	private @Nullable UUID photoId;

	private @Nullable UUID inputId;

	private @Nullable String lotNo;

	private @Nullable BigDecimal quantity;

	private @Nullable BigDecimal toldCount;

	@Enumerated(EnumType.STRING)
	private @Nullable FieldUnit toldUnit;

	private @Nullable BigDecimal toldEach;

	private @Nullable String pest;

	private Instant recordedAt;

	private UUID recordedBy;

	private String byName;

	private @Nullable String voidReason;

	static FieldOperation done(UUID memberId, OperationKind kind, LocalDate on, @Nullable Used used, About about,
			@Nullable String note, @Nullable UUID photoId, Entry entry) {
		return entered(OperationState.DONE, memberId, kind, on, used, about, note, photoId, entry);
	}

	/** Not done yet: nothing is drawn and nothing follows from it. */
	static FieldOperation planned(UUID memberId, OperationKind kind, LocalDate on, @Nullable Used used, About about,
			@Nullable String note, LocalDate today, Entry entry) {
		if (on.isBefore(today)) {
			throw new RuleBroken("production.operation.plan-past", on).at("on");
		}
		if (on.isAfter(today.plusDays(PLAN_DAYS))) {
			throw new RuleBroken("production.operation.plan-far", PLAN_DAYS).at("on");
		}
		return entered(OperationState.PLANNED, memberId, kind, on, used, about, note, null, entry);
	}

	private static FieldOperation entered(OperationState state, UUID memberId, OperationKind kind, LocalDate on,
			@Nullable Used used, About about, @Nullable String note, @Nullable UUID photoId, Entry entry) {
		if (kind == OperationKind.SPRAY && used == null) {
			throw new RuleBroken("production.operation.input-missing").at("holding");
		}
		if (used != null && used.quantity().signum() <= 0) {
			throw new RuleBroken("production.quantity.not-positive").at("quantity");
		}
		if (about.method() != null && used == null) {
			throw new RuleBroken("production.operation.method-alone").at("method");
		}
		var operation = new FieldOperation();
		operation.memberId = memberId;
		operation.kind = kind;
		operation.onDay = on;
		operation.state = state;
		operation.weather = about.weather();
		operation.method = about.method();
		operation.amount = about.amount();
		operation.amountUnit = about.amountUnit();
		operation.note = note;
		operation.photoId = photoId;
		operation.clientUid = entry.clientUid();
		operation.enter(entry);
		if (used != null) {
			operation.inputId = used.inputId();
			operation.lotNo = used.lotNo();
			operation.quantity = used.quantity();
			operation.pest = used.pest();
			var told = used.told();
			operation.toldCount = (told != null) ? told.count() : null;
			operation.toldUnit = (told != null) ? told.unit() : null;
			operation.toldEach = (told != null) ? told.each() : null;
		}
		return operation;
	}

	private void enter(Entry entry) {
		late = entry.late();
		lateReason = entry.lateReason();
		recordedAt = entry.at();
		recordedBy = entry.person();
		byName = entry.name();
	}

	/** The plan was carried out on that day. */
	void carryOut(LocalDate on, Entry entry) {
		state = state.after(OperationState.Action.CARRY_OUT);
		onDay = on;
		enter(entry);
	}

	/** What was struck out is closed. */
	void requireStanding() {
		if (state == OperationState.VOID) {
			throw new WrongState("production.operation.wrong-state", state);
		}
	}

	void strike(String reason) {
		var next = state.after(OperationState.Action.STRIKE);
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		state = next;
		voidReason = reason.strip();
	}

}
