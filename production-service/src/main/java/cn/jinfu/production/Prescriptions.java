package cn.jinfu.production;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the doctors of the crop hospitals have prescribed and an outlet may fill. Filling
 * joins the sale's transaction: a prescription is filled once, by one sale.
 */
public interface Prescriptions {

	/**
	 * @param inputId what is prescribed
	 * @param quantity for all uses on the whole field, in the input's base unit
	 * @param dosePerMu in the base unit
	 * @param intervalDays 安全间隔期 of the label when it was signed
	 */
	record Item(UUID inputId, String inputName, InputUnit unit, BigDecimal quantity, BigDecimal dosePerMu, int times,
			int intervalDays) {
	}

	/**
	 * @param crop stable code
	 * @param validTo last day on which it may be filled
	 */
	record Rx(UUID prescriptionId, String no, UUID memberId, UUID plantingId, String crop, String pest,
			String doctorName, LocalDate validTo, List<Item> items) {
	}

	/** Signed, not filled and still valid today; empty for every other number. */
	Optional<Rx> fillable(String no);

	/** The same by its id. */
	Optional<Rx> fillable(UUID prescriptionId);

	/** All of a farm that may be filled today, the oldest first. */
	List<Rx> fillableOf(UUID memberId);

	/**
	 * Filled by this sale; locks it.
	 * @param inputIds what is sold; at least one of them must be prescribed
	 * @throws cn.jinfu.kernel.Refusal.NotFound for another farm's
	 * @throws cn.jinfu.kernel.Refusal.WrongState
	 * {@code production.prescription.wrong-state} when it was filled, used, voided or
	 * never signed
	 * @throws cn.jinfu.kernel.Refusal.RuleBroken {@code production.prescription.expired}
	 * and {@code production.prescription.nothing-of-it}
	 */
	Rx fill(UUID prescriptionId, UUID memberId, UUID saleId, String saleNo, List<UUID> inputIds);

}
