package cn.jinfu.production.operation;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.Told;
import cn.jinfu.production.input.InputCatalogue;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * An entry as a client sends it.
 *
 * @param clientUid the phone's own id: the same upload twice counts once
 * @param planned to be done on that day or later: nothing is drawn yet
 */
public record NewOperation(@NotNull UUID clientUid, @NotEmpty List<UUID> plantingIds, @NotNull OperationKind kind,
		@NotNull LocalDate on, @Nullable @Valid Used used, @Nullable Weather weather, @Nullable UseMethod method,
		@Nullable @Positive @Digits(integer = 9, fraction = 3) BigDecimal amount, @Nullable AmountUnit amountUnit,
		@Nullable @Valid List<Person> workers, @Nullable @Size(max = 200) String note,
		@Nullable @Size(max = 200) String lateReason, boolean planned) {

	About about() {
		return new About(weather, method, amount, amountUnit, (workers == null) ? List.of()
				: workers.stream().map(it -> new About.Worker(it.name(), it.hours())).toList());
	}

	/**
	 * What is recorded of it.
	 * @throws RuleBroken where a quantity is missing or cannot be one
	 */
	public OperationCommands.Done done(InputCatalogue inputs) {
		return new OperationCommands.Done(clientUid, plantingIds, kind, on, (used != null) ? used(used, inputs) : null,
				about(), note, null, lateReason);
	}

	static OperationCommands.InputUsed used(Used used, InputCatalogue inputs) {
		var count = used.told();
		var told = (count != null) ? new Told(count.count(), count.unit(), count.each()) : null;
		var quantity = (told != null) ? told.amount(inputs.require(used.inputId()).unit().measure()).base()
				: used.quantity();
		if (quantity == null) {
			throw new RuleBroken("production.operation.quantity-missing").at("quantity");
		}
		return new OperationCommands.InputUsed(used.inputId(), used.lotNo(), quantity, told, used.pest());
	}

	/**
	 * @param quantity in all, in the input's base unit; or absent when {@code told} says
	 * it in the words of the field
	 */
	public record Used(@NotNull UUID inputId, @NotNull @Size(max = 40) String lotNo,
			@Nullable @Positive @Digits(integer = 12, fraction = 6) BigDecimal quantity, @Nullable @Valid Count told,
			@Nullable @Size(max = 60) String pest) {
	}

	/**
	 * @param each content of one bucket, bag or bottle in the input's base unit
	 */
	public record Count(@NotNull @Positive @Digits(integer = 9, fraction = 3) BigDecimal count, @NotNull FieldUnit unit,
			@Nullable @Positive @Digits(integer = 12, fraction = 6) BigDecimal each) {
	}

	/**
	 * @param hours that this person worked, at most 24; absent where nobody counted
	 */
	public record Person(@NotBlank @Size(max = 40) String name,
			@Nullable @Positive @Digits(integer = 2, fraction = 2) BigDecimal hours) {
	}

}
