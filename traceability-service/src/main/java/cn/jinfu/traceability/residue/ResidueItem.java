package cn.jinfu.traceability.residue;

import java.math.BigDecimal;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import org.jspecify.annotations.Nullable;

/**
 * One substance of a result, judged when it is entered; milligrams per kilogram.
 *
 * @param result null when nothing was detected
 * @param loq quantification limit of the method
 * @param limit the limit applied, or null when the edition has none
 * @param limitFood the row it stands in, as printed
 */
@Embeddable
public record ResidueItem(String pesticide, @Nullable BigDecimal result, BigDecimal loq,
		@Column(name = "limit_mg_kg") @Nullable BigDecimal limit, @Nullable String limitFood,
		@Enumerated(EnumType.STRING) ItemVerdict verdict) {
}
