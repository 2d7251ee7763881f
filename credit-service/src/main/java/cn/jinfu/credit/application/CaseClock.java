package cn.jinfu.credit.application;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.StatusHistory.Change;

/**
 * How long each state of a case took: by the calendar, and of that on working days. Pure;
 * reads nothing but the history.
 */
final class CaseClock {

	/** One stay in one state. */
	record Stay(ApplicationStatus status, Instant from, Instant to, Duration elapsed, Duration working, String by) {
	}

	private CaseClock() {
	}

	/**
	 * @param changes in any order
	 * @param now end of the running stay
	 */
	static List<Stay> stays(List<Change> changes, Instant now, Predicate<LocalDate> workingDay) {
		var ordered = changes.stream().sorted(Comparator.comparing(Change::at)).toList();
		var result = new ArrayList<Stay>();
		for (int i = 0; i < ordered.size(); i++) {
			var change = ordered.get(i);
			var last = i == ordered.size() - 1;
			var status = ApplicationStatus.valueOf(change.to());
			var to = last ? (status.ended() ? change.at() : now) : ordered.get(i + 1).at();
			result.add(new Stay(status, change.at(), to, Duration.between(change.at(), to),
					working(change.at(), to, workingDay), last ? "" : ordered.get(i + 1).byName()));
		}
		return List.copyOf(result);
	}

	static Duration working(Instant from, Instant to, Predicate<LocalDate> workingDay) {
		var sum = Duration.ZERO;
		for (var start = from; start.isBefore(to);) {
			var day = start.atZone(BusinessClock.ZONE).toLocalDate();
			var midnight = day.plusDays(1).atStartOfDay(BusinessClock.ZONE).toInstant();
			var end = midnight.isBefore(to) ? midnight : to;
			if (workingDay.test(day)) {
				sum = sum.plus(Duration.between(start, end));
			}
			start = end;
		}
		return sum;
	}

}
