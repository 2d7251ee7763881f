package cn.jinfu.production.operation;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.RuleBroken;
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

	/**
	 * @param quantity all that was used, in the input's base unit
	 */
	record Used(UUID inputId, String lotNo, BigDecimal quantity, @Nullable String pest) {
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

	private @Nullable UUID photoId;

	private @Nullable UUID inputId;

	private @Nullable String lotNo;

	private @Nullable BigDecimal quantity;

	private @Nullable String pest;

	private Instant recordedAt;

	private UUID recordedBy;

	private String byName;

	private @Nullable String voidReason;

	static FieldOperation done(UUID memberId, OperationKind kind, LocalDate on, @Nullable Used used,
			@Nullable String note, @Nullable UUID photoId, Entry entry) {
		if (kind == OperationKind.SPRAY && used == null) {
			throw new RuleBroken("production.operation.input-missing").at("inputId");
		}
		if (used != null && used.quantity().signum() <= 0) {
			throw new RuleBroken("production.quantity.not-positive").at("quantity");
		}
		var operation = new FieldOperation();
		operation.memberId = memberId;
		operation.kind = kind;
		operation.onDay = on;
		operation.state = OperationState.DONE;
		operation.note = note;
		operation.photoId = photoId;
		operation.clientUid = entry.clientUid();
		operation.late = entry.late();
		operation.lateReason = entry.lateReason();
		operation.recordedAt = entry.at();
		operation.recordedBy = entry.person();
		operation.byName = entry.name();
		if (used != null) {
			operation.inputId = used.inputId();
			operation.lotNo = used.lotNo();
			operation.quantity = used.quantity();
			operation.pest = used.pest();
		}
		return operation;
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
