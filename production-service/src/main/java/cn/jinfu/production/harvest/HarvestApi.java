package cn.jinfu.production.harvest;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.WeightKg;
import cn.jinfu.production.HarvestLotStatus;
import cn.jinfu.production.Told;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/harvest-lots")
@RequiredArgsConstructor
class HarvestApi {

	/**
	 * @param eachGrams weight of one full basket
	 */
	record Count(@NotNull @Positive @Digits(integer = 9, fraction = 3) BigDecimal count, @NotNull FieldUnit unit,
			@Nullable @Positive @Digits(integer = 12, fraction = 6) BigDecimal eachGrams) {
	}

	/**
	 * @param clientUid the phone's own id: the same upload twice counts once
	 * @param weightKg absent when {@code told} says it in the words of the field
	 */
	record NewHarvest(@NotNull UUID clientUid, @NotNull UUID plantingId, @NotNull LocalDate pickedOn,
			@Nullable @Positive @Digits(integer = 9, fraction = 6) BigDecimal weightKg, @Nullable @Valid Count told,
			@NotNull @Size(max = 20) String grade, @Nullable @Size(max = 200) String note,
			@Nullable @Size(max = 200) String lateReason) {
	}

	record Strike(@NotBlank @Size(max = 200) String reason) {
	}

	private final HarvestCommands commands;

	private final HarvestQueries queries;

	@GetMapping
	Paged<HarvestView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable HarvestLotStatus status,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable UUID plantingId,
			@RequestParam(required = false) @Nullable LocalDate from,
			@RequestParam(required = false) @Nullable LocalDate to,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries
			.list(new HarvestQueries.Filter(q, status, memberId, plantingId, from, to, after, Paged.limit(limit)));
	}

	@GetMapping("/{id}")
	HarvestView show(@PathVariable UUID id) {
		return queries.view(id);
	}

	/** Answers with the lot, whether valid or held; the hold says why. */
	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	HarvestView pick(@Valid @RequestBody NewHarvest body) {
		var count = body.told();
		var told = (count != null) ? new Told(count.count(), count.unit(), count.eachGrams()) : null;
		var kg = body.weightKg();
		var weight = (told != null) ? told.amount(FieldUnit.Measure.MASS).weight()
				: new WeightKg((kg != null) ? kg : BigDecimal.ZERO);
		return queries.view(commands.pick(new HarvestCommands.Pick(body.clientUid(), body.plantingId(), body.pickedOn(),
				weight, told, body.grade(), body.note(), body.lateReason())));
	}

	@PostMapping("/{id}/voiding")
	HarvestView strike(@PathVariable UUID id, @Valid @RequestBody Strike body) {
		commands.strike(id, body.reason());
		return queries.view(id);
	}

}
