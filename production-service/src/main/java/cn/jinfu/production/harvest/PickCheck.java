package cn.jinfu.production.harvest;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import cn.jinfu.production.HoldReason;
import cn.jinfu.production.HoldReason.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Whether what was picked on a day may be promised: day >= use day + interval, over all
 * uses up to that day (农药管理条例 第三十四条; counted in calendar days of Asia/Shanghai).
 */
final class PickCheck {

	/**
	 * A use that stands, as far as picking is concerned.
	 *
	 * @param safeOn use day plus interval, or the technician's later day; null: unknown
	 * @param blocking whether it waits for a technician, or was upheld by one
	 */
	record Use(String product, LocalDate on, @Nullable LocalDate safeOn, boolean blocking, Set<String> findings) {
	}

	private PickCheck() {
	}

	/** Empty when all is well. A known day comes before what may still be lifted. */
	static Optional<HoldReason> of(List<Use> uses, LocalDate pickedOn) {
		var before = uses.stream().filter(use -> !use.on().isAfter(pickedOn)).toList();
		return blocked(before, Kind.BANNED, Set.of("BANNED")).or(() -> tooEarly(before, pickedOn))
			.or(() -> blocked(before, Kind.OFF_LABEL, Set.of("OFF_LABEL", "NOT_REGISTERED")))
			.or(() -> blocked(before, Kind.ABOVE_LABEL, Set.of("OVER_DOSE", "OVER_TIMES")))
			.or(() -> blocked(before, Kind.INTERVAL_UNKNOWN, Set.of("INTERVAL_UNKNOWN")));
	}

	private static Optional<HoldReason> tooEarly(List<Use> uses, LocalDate pickedOn) {
		record Safe(String product, LocalDate day) {
		}
		return uses.stream().<Safe>mapMulti((use, out) -> {
			var day = use.safeOn();
			if (day != null && day.isAfter(pickedOn)) {
				out.accept(new Safe(use.product(), day));
			}
		})
			.max(Comparator.comparing(Safe::day))
			.map(safe -> new HoldReason(Kind.INTERVAL, safe.product(), safe.day(),
					Math.toIntExact(ChronoUnit.DAYS.between(pickedOn, safe.day()))));
	}

	private static Optional<HoldReason> blocked(List<Use> uses, Kind kind, Set<String> findings) {
		return uses.stream()
			.filter(use -> use.blocking() && use.findings().stream().anyMatch(findings::contains))
			.max(Comparator.comparing(Use::on))
			.map(use -> new HoldReason(kind, use.product(), null, 0));
	}

}
