package cn.jinfu.production.hospital.prescription;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.production.InputUnit;
import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of a prescription.
 *
 * @param mine whether the reader is the doctor
 * @param lines empty in lists
 */
public record PrescriptionView(UUID id, String no, UUID consultId, String consultNo, UUID memberId,
		@With String memberName, UUID plantingId, String plotName, String crop, String cropName, UUID pestId,
		String pest, BigDecimal areaMu, UUID doctorId, String doctorName, boolean mine, @Nullable String advice,
		LocalDate validTo, PrescriptionState state, @Nullable Instant issuedAt, @Nullable String content,
		@Nullable String sha256, @Nullable UUID saleId, @Nullable String saleNo, @Nullable Instant dispensedAt,
		@Nullable UUID operationId, @Nullable LocalDate usedOn, @Nullable String voidReason, long version,
		@With List<Line> lines) {

	/**
	 * @param quantity for all uses on the whole field, in the base unit
	 * @param findings what the label has against it today; empty for signed ones
	 * @param doseMax of the label today, null where it has no row
	 */
	public record Line(UUID inputId, String inputName, @Nullable String registrationNo, InputUnit unit, BigDecimal dose,
			FieldUnit doseUnit, BigDecimal dosePerMu, @Nullable Integer dilution, int times,
			@Nullable Integer everyDays, @Nullable Integer intervalDays, BigDecimal quantity,
			@With List<RxFinding> findings, @With @Nullable BigDecimal doseMax) {
	}

	public boolean can(String action) {
		return state.actions().contains(PrescriptionState.Action.valueOf(action));
	}

	/** Whether an outlet may fill it on the day. */
	public boolean fillable(LocalDate on) {
		return state == PrescriptionState.ISSUED && !on.isAfter(validTo);
	}

	/** Whether every line could be signed as it stands. */
	public boolean clear() {
		return lines.stream().allMatch(line -> line.findings().isEmpty());
	}

}
