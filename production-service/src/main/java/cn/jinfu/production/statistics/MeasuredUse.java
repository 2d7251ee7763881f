package cn.jinfu.production.statistics;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.production.InputKind;
import cn.jinfu.production.InputUnit;
import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * A use with what it comes to.
 *
 * @param quantity in base units
 * @param n kg of the nutrient; null where it cannot be said
 * @param active kg of active substance; null where it cannot be said
 * @param untold whether it counts among those that cannot be converted
 */
public record MeasuredUse(UUID id, UUID operationId, LocalDate on, UUID memberId, @With String memberName,
		String plotName, String cropName, UUID inputId, String product, InputKind kind, BigDecimal quantity,
		InputUnit unit, @Nullable BigDecimal n, @Nullable BigDecimal p, @Nullable BigDecimal k,
		@Nullable BigDecimal active, boolean untold) {

	/** Key of the words that say why it could not be converted. */
	public String why() {
		if (unit != InputUnit.G && (kind == InputKind.FERTILISER || unit == InputUnit.PIECE)) {
			return "production.statistics.untold.unit";
		}
		return (kind == InputKind.FERTILISER) ? "production.statistics.untold.nutrients"
				: "production.statistics.untold.content";
	}

}
