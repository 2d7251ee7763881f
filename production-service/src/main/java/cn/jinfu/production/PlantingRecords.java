package cn.jinfu.production;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What was done to one planting, as far as a consumer may know it: no persons, no places.
 */
public interface PlantingRecords {

	enum Work {

		SPRAYING, FERTILISING, OTHER

	}

	/**
	 * @param input what was put on the field, empty for work without an input
	 * @param intervalDays pre-harvest interval of the label, or null where there is none
	 * or nobody knows it
	 * @param late entered later than the federation's ordinary days after it was done, or
	 * a spraying after the harvest it concerns
	 */
	record FieldRecord(LocalDate on, Work kind, String input, @Nullable Integer intervalDays, boolean late) {
	}

	/**
	 * Until which day the farm has said that nothing of the kind was used; kinds of which
	 * it said nothing are absent.
	 */
	Map<Work, LocalDate> saidNone(UUID plantingId);

	/** Records that stand, the earliest first. */
	List<FieldRecord> of(UUID plantingId);

	/** Whether an entry of one day, made on the other, is later than is ordinary (R7). */
	boolean late(LocalDate doneOn, LocalDate enteredOn);

}
