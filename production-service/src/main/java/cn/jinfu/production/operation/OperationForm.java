package cn.jinfu.production.operation;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.Ids;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * 记农事 as it is filled in: by the farm on its phone, or by a clerk from what the farm
 * said.
 *
 * @param holding input and lot, as {@code <inputId>/<lotNo>}
 * @param quantity so many of the unit
 * @param each content of one bucket, bag or bottle in the input's base unit
 * @param eachOf the unit for which it was asked; another unit has another content
 * @param voiceNoteId the recording that the farm itself types instead; may be absent
 */
public record OperationForm(@Nullable String requestKey, @Nullable @NotEmpty List<UUID> plantingIds,
		@Nullable @NotNull OperationKind kind, @Nullable LocalDate on, @Nullable String holding,
		@Nullable @Positive @Digits(integer = 9, fraction = 3) BigDecimal quantity, @Nullable FieldUnit unit,
		@Nullable @Positive @Digits(integer = 9, fraction = 3) BigDecimal each, @Nullable FieldUnit eachOf,
		@Nullable @Size(max = 60) String pest, @Nullable UseMethod method,
		@Nullable @Positive @Digits(integer = 9, fraction = 3) BigDecimal amount, @Nullable AmountUnit amountUnit,
		@Nullable Weather weather, @Nullable @Size(max = 400) String workers,
		@Nullable @Positive @Digits(integer = 2, fraction = 2) BigDecimal hours, @Nullable @Size(max = 200) String note,
		@Nullable @Size(max = 200) String lateReason, @Nullable UUID voiceNoteId) {

	public static OperationForm blank() {
		return new OperationForm(null, null, null, null, null, null, null, null, null, null, null, null, null, null,
				null, null, null, null, null);
	}

	/** The same with plantings and day, where none were chosen yet. */
	public OperationForm on(List<UUID> fields, LocalDate day) {
		return new OperationForm(requestKey, fields().isEmpty() ? fields : plantingIds, kind, (on != null) ? on : day,
				holding, quantity, unit, each, eachOf, pest, method, amount, amountUnit, weather, workers, hours, note,
				lateReason, voiceNoteId);
	}

	/** The same with what the farm usually says of an input. */
	OperationForm with(@Nullable FieldUnit unit, @Nullable BigDecimal each) {
		return new OperationForm(requestKey, plantingIds, kind, on, holding, quantity, unit, each, unit, pest, method,
				amount, amountUnit, weather, workers, hours, note, lateReason, voiceNoteId);
	}

	/** The same with what a sentence says, where it says something. */
	OperationForm told(Said said, LocalDate today) {
		return new OperationForm(requestKey, said.plantingIds().isEmpty() ? plantingIds : said.plantingIds(),
				(said.kind() != null) ? said.kind() : kind,
				(said.daysAgo() != null) ? today.minusDays(said.daysAgo()) : on,
				(said.holding() != null) ? said.holding() : holding,
				(said.quantity() != null) ? said.quantity() : quantity, (said.unit() != null) ? said.unit() : unit,
				each, eachOf, pest, method, (said.amount() != null) ? said.amount() : amount,
				(said.amountUnit() != null) ? said.amountUnit() : amountUnit, weather, workers,
				(said.hours() != null) ? said.hours() : hours, note, lateReason, voiceNoteId);
	}

	/** The same as it is shown first. */
	OperationForm filled(List<UUID> fields, LocalDate today) {
		return new OperationForm((requestKey != null) ? requestKey : Ids.next().toString(), fields,
				(kind != null) ? kind : OperationKind.SPRAY, (on != null) ? on : today, holding, quantity, unit, each,
				eachOf, pest, method, amount, amountUnit, weather, workers, hours, note, lateReason, voiceNoteId);
	}

	/** Water by the cubic metre, unless another unit was chosen. */
	About about() {
		var unit = (amount == null) ? null : (amountUnit != null) ? amountUnit : AmountUnit.CUBIC_METRE;
		return new About(weather, draws() ? method : null, amount, unit, About.told(workers, hours));
	}

	/** Whether more than the three taps was told. */
	public boolean more() {
		return weather != null || (workers != null && !workers.isBlank()) || hours != null;
	}

	public List<UUID> fields() {
		return (plantingIds != null) ? plantingIds : List.of();
	}

	public boolean uses() {
		return kind == OperationKind.SPRAY || kind == OperationKind.FERTILISE;
	}

	/** Whether something from the holding goes on the field with it. */
	boolean draws() {
		return uses() && holding != null && holding.matches("[0-9a-f-]{36}/.*");
	}

	UUID inputId() {
		return UUID.fromString(String.valueOf(holding).split("/", 2)[0]);
	}

	String lotNo() {
		return String.valueOf(holding).split("/", 2)[1];
	}

}
