package cn.jinfu.production;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How well farms keep their records, for rating: sets of members over a window. */
public interface ProductionRecords {

	/**
	 * @param weeks calendar weeks of the window in which anything grew
	 * @param weeksWithRecords of these, weeks with at least one field operation
	 * @param records field operations and harvests that stand
	 * @param onTimeRecords of these, entered within the tenant's days and not after the
	 * harvest they concern
	 * @param verifiedAreaMu land verified by the end of the window
	 * @param sprays uses of pesticides
	 * @param offLabelUses uses outside crop, dose or times of the label, without bans
	 * @param bannedUses uses of forbidden substances
	 * @param outsidePurchases 平台外购入
	 * @param platformPurchases credits from outlets of the federation
	 * @param problemHarvests harvests under a hold
	 */
	record RecordFacts(UUID memberId, int weeks, int weeksWithRecords, int records, int onTimeRecords,
			BigDecimal verifiedAreaMu, int plantings, int harvests, BigDecimal harvestedKg, int sprays,
			int offLabelUses, int bannedUses, int outsidePurchases, int platformPurchases, int problemHarvests) {
	}

	/**
	 * One row behind a figure.
	 *
	 * @param id its own; of a purchase at an outlet, the line of that sale
	 * @param recordId the record it is in: of a use of an input its field operation, else
	 * itself
	 */
	record RecordRow(UUID id, UUID recordId, LocalDate on, String what, String detail) {
	}

	/** Which rows are asked for. */
	enum Row {

		RECORD, OFF_LABEL, BANNED, OUTSIDE_PURCHASE, PLATFORM_PURCHASE, PROBLEM_HARVEST

	}

	/**
	 * Every member asked for has an entry; members without anything have zeros.
	 * @param from first day, included
	 * @param to last day, included
	 */
	Map<UUID, RecordFacts> of(Collection<UUID> memberIds, LocalDate from, LocalDate to);

	/** All rows behind a figure, the latest first. */
	List<RecordRow> rows(UUID memberId, Row row, LocalDate from, LocalDate to);

}
