package cn.jinfu.production.iot.alarm;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Where readings of one channel should lie while a planting is in one stage.
 *
 * @param to last day of the stage, or of the planting when that ended before
 */
record StageRange(LocalDate from, LocalDate to, @Nullable Double low, @Nullable Double high) {

	/**
	 * The first that covers the day: where two plantings share a field, the one sown last
	 * comes first.
	 */
	static Optional<StageRange> on(List<StageRange> ranges, LocalDate day) {
		return ranges.stream().filter(range -> !day.isBefore(range.from()) && !day.isAfter(range.to())).findFirst();
	}

}
