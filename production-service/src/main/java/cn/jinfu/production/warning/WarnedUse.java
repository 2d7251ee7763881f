package cn.jinfu.production.warning;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.production.InputUnit;
import cn.jinfu.production.fieldcase.FieldCaseState;
import cn.jinfu.production.operation.Standing;
import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * A use with what is wrong with it.
 *
 * @param warnings never empty, the gravest first
 * @param dose base units per 亩
 * @param doseMax null where the label says none
 * @param safeOn first day on which may be picked; null while it is unknown
 * @param pickedOn the first day of a harvest before that; null for none
 * @param open whether somebody still has to decide on it or to close its case
 * @param caseId of the case about it that is not closed, else of the latest; null for
 * none
 */
public record WarnedUse(UUID id, UUID operationId, LocalDate on, List<InputWarning> warnings, UUID memberId,
		@With String memberName, String plotName, String cropName, String product, InputUnit unit, BigDecimal dose,
		@Nullable BigDecimal doseMax, int nth, @Nullable Integer maxTimes, @Nullable LocalDate safeOn,
		@Nullable LocalDate pickedOn, Standing standing, boolean open, @Nullable UUID caseId, @Nullable String caseNo,
		@Nullable FieldCaseState caseState) {
}
