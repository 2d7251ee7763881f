package cn.jinfu.production.operation;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.InputHoldings;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.PlantingFacts.PlantingFact;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.operation.OperationCommands.Shares;
import cn.jinfu.production.standard.StandardLimits;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Shows "最早 7 月 8 日可摘" before he sprays (R3). */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class SprayPlans {

	private final PlantingFacts plantings;

	private final PlotDirectory plots;

	private final InputCatalogue inputs;

	private final InputHoldings holdings;

	private final OperationCommands commands;

	private final StandardLimits limits;

	/**
	 * @param quantity in all, in the input's base unit
	 */
	@PreAuthorize("hasAuthority('production:operation:view')")
	public SprayPlan plan(List<UUID> plantingIds, UUID inputId, BigDecimal quantity, @Nullable String pest,
			LocalDate on) {
		if (quantity.signum() <= 0) {
			throw new RuleBroken("production.quantity.not-positive").at("quantity");
		}
		var fields = reached(plantingIds);
		var input = inputs.require(inputId);
		var dose = Shares.perMu(quantity, fields.stream().map(PlantingFact::areaMu).toList());
		var lines = new ArrayList<SprayPlan.Line>();
		LocalDate earliest = null;
		var blocked = false;
		for (var field : fields) {
			var check = commands.check(input, field.plantingId(), field.crop(), on, dose, pest);
			var day = later(field.earliestHarvestOn(), check.safeOn());
			earliest = later(earliest, day);
			blocked |= field.blocked() || !check.clear();
			lines.add(new SprayPlan.Line(field.plantingId(), field.plotName(), field.cropName(), check.doseMax(),
					check.nthUse(), check.maxTimes(), check.intervalDays(), field.earliestHarvestOn(), day,
					check.findings().stream().sorted().toList(), limits.check(field.plantingId(), input, on, dose)));
		}
		var inHand = holdings.balance(fields.getFirst().memberId(), inputId);
		return new SprayPlan(input.name(), input.unit(), quantity, inHand, inHand.compareTo(quantity) >= 0, dose,
				List.copyOf(lines), earliest, blocked);
	}

	private List<PlantingFact> reached(List<UUID> ids) {
		var reach = Reach.current();
		var fields = plantings.ofAll(ids)
			.stream()
			.filter(field -> plots.find(field.plotId())
				.filter(plot -> reach.covers(plot.memberId(), plot.divisionCode()))
				.isPresent())
			.toList();
		if (fields.isEmpty() || fields.size() != ids.stream().distinct().count()) {
			throw new NotFound("production.planting.not-found", ids.isEmpty() ? "" : ids.getFirst());
		}
		return fields;
	}

	private static @Nullable LocalDate later(@Nullable LocalDate one, @Nullable LocalDate other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return one.isAfter(other) ? one : other;
	}

}
