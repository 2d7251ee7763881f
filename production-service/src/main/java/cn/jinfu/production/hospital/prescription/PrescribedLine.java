package cn.jinfu.production.hospital.prescription;

import java.math.BigDecimal;
import java.util.UUID;

import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** One input with how much of it, how thin, how often. */
@Entity
@Table(name = "production_prescription_line")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class PrescribedLine {

	private static final int MAX_TIMES = 20;

	private static final int MAX_DAYS = 60;

	private static final int MAX_DILUTION = 100_000;

	@Id
	private UUID id;

	@TenantId
	@Column(name = "tenant_id", updatable = false)
	private @Nullable String tenantId;

	private short lineNo;

	private UUID inputId;

	private String inputName;

	/** Per 亩, as the doctor wrote it. */
	private BigDecimal dose;

	@Enumerated(EnumType.STRING)
	private FieldUnit doseUnit;

	/** The same in the input's base unit. */
	private BigDecimal dosePerMu;

	/** So many times its volume of water; null where the doctor names none. */
	private @Nullable Integer dilution;

	private int times;

	/** Days from one use to the next; null for a single one. */
	private @Nullable Integer everyDays;

	/** 安全间隔期 of the label. */
	private @Nullable Integer intervalDays;

	/** What the doctor wrote of one input. */
	record Text(UUID inputId, String inputName, BigDecimal dose, FieldUnit unit, BigDecimal perMu,
			@Nullable Integer dilution, int times, @Nullable Integer everyDays, @Nullable Integer intervalDays) {
	}

	static PrescribedLine of(int lineNo, Text text) {
		if (text.dose().signum() <= 0) {
			throw new RuleBroken("production.quantity.not-positive").at("dose");
		}
		if (text.times() < 1 || text.times() > MAX_TIMES) {
			throw new RuleBroken("production.prescription.times-range", MAX_TIMES).at("times");
		}
		var every = text.everyDays();
		if (every == null ? text.times() > 1 : (every < 1 || every > MAX_DAYS)) {
			throw new RuleBroken("production.prescription.every-range", MAX_DAYS).at("everyDays");
		}
		var dilution = text.dilution();
		if (dilution != null && (dilution < 1 || dilution > MAX_DILUTION)) {
			throw new RuleBroken("production.prescription.dilution-range", MAX_DILUTION).at("dilution");
		}
		var line = new PrescribedLine();
		line.id = Ids.next();
		line.lineNo = (short) lineNo;
		line.inputId = text.inputId();
		line.inputName = text.inputName();
		line.dose = text.dose();
		line.doseUnit = text.unit();
		line.dosePerMu = text.perMu();
		line.dilution = dilution;
		line.times = text.times();
		line.everyDays = every;
		line.intervalDays = text.intervalDays();
		return line;
	}

	/** One line of what is signed. */
	String signed() {
		return String.join("|", String.valueOf(lineNo), inputId.toString(), inputName, plain(dose), doseUnit.name(),
				plain(dosePerMu), String.valueOf(dilution), String.valueOf(times), String.valueOf(everyDays),
				String.valueOf(intervalDays));
	}

	static String plain(BigDecimal number) {
		return number.stripTrailingZeros().toPlainString();
	}

}
