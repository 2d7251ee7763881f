package cn.jinfu.production.operation;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.ProductionFourEyes;
import cn.jinfu.production.standard.OffStandard;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * One input on one planting on one day, with what the label says to it. A known interval
 * is never shortened by anybody; the rest a technician may lift, on record, with a test.
 */
@Entity
@Table(name = "production_input_use")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class InputUse extends Aggregate<InputUse> {

	private UUID operationId;

	private UUID plantingId;

	private UUID memberId;

	private UUID inputId;

	/** Its name at the time, as the grower knows it. */
	private String product;

	private String lotNo;

	private LocalDate onDay;

	private BigDecimal quantity;

	private BigDecimal dosePerMu;

	private @Nullable BigDecimal doseMax;

	private int nthUse;

	private @Nullable Integer maxTimes;

	private @Nullable Integer intervalDays;

	private @Nullable LocalDate safeOn;

	@JdbcTypeCode(SqlTypes.ARRAY)
	private List<String> findings;

	/** Where it goes beyond the crop's standard; no matter to its standing. */
	@JdbcTypeCode(SqlTypes.ARRAY)
	private List<String> offStandard;

	@Enumerated(EnumType.STRING)
	private Standing standing;

	private @Nullable LocalDate decidedSafeOn;

	private @Nullable UUID decidedBy;

	private @Nullable Instant decidedAt;

	private @Nullable String decidedReason;

	private @Nullable String testRef;

	private UUID recordedBy;

	/**
	 * @param quantity this planting's share, in the base unit
	 * @param beyond where it goes beyond the crop's standard
	 */
	static InputUse of(FieldOperation operation, UUID plantingId, String product, BigDecimal quantity, LabelCheck check,
			List<OffStandard> beyond) {
		var use = new InputUse();
		use.operationId = operation.id();
		use.plantingId = plantingId;
		use.memberId = operation.memberId();
		use.inputId = java.util.Objects.requireNonNull(operation.inputId());
		use.lotNo = java.util.Objects.requireNonNull(operation.lotNo());
		use.product = product;
		use.onDay = operation.onDay();
		use.quantity = quantity;
		use.dosePerMu = check.dosePerMu();
		use.doseMax = check.doseMax();
		use.nthUse = check.nthUse();
		use.maxTimes = check.maxTimes();
		use.intervalDays = check.intervalDays();
		use.safeOn = check.safeOn();
		use.findings = check.findings().stream().sorted(Comparator.naturalOrder()).map(Finding::name).toList();
		use.offStandard = beyond.stream().map(it -> it.finding().name()).distinct().sorted().toList();
		use.standing = check.clear() ? Standing.CLEAR : Standing.BLOCKED;
		use.recordedBy = operation.recordedBy();
		return use;
	}

	/**
	 * Lets it be picked from a day on.
	 * @param safe not before the known interval is over
	 * @param test number of the test report that it stands on
	 */
	void lift(LocalDate safe, String reason, String test, UUID person, Instant at) {
		var next = standing.after(Standing.Action.LIFT);
		requireAnother(person);
		if (findings.contains(Finding.BANNED.name())) {
			throw new RuleBroken("production.use.banned", product);
		}
		if (test.isBlank()) {
			throw new RuleBroken("production.use.test-missing").at("testRef");
		}
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		if (safe.isBefore((safeOn != null) ? safeOn : onDay)) {
			throw new RuleBroken("production.use.before-interval", (safeOn != null) ? safeOn : onDay).at("safeOn");
		}
		standing = next;
		decidedSafeOn = safe;
		testRef = test.strip();
		decided(reason, person, at);
	}

	/** Stays in the way: nothing of this planting may be promised. */
	void uphold(String reason, UUID person, Instant at) {
		var next = standing.after(Standing.Action.UPHOLD);
		requireAnother(person);
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		standing = next;
		decided(reason, person, at);
	}

	void strike() {
		standing = standing.after(Standing.Action.STRIKE);
	}

	private void decided(String reason, UUID person, Instant at) {
		decidedReason = reason.strip();
		decidedBy = person;
		decidedAt = at;
	}

	private void requireAnother(UUID person) {
		ProductionFourEyes.DECIDE_USE.requireOther("production.use.same-person", person, recordedBy);
	}

}
