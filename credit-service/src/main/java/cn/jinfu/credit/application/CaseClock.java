package cn.jinfu.credit.application;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

	/** From when on so many working days are left. */
	record Left(Instant since, int days) {
	}

	private CaseClock() {
	}

	/**
	 * @param changes as the history gives them, the newest first: of two at one moment
	 * the later stands before
	 * @param now end of the running stay
	 */
	static List<Stay> stays(List<Change> changes, Instant now, Predicate<LocalDate> workingDay) {
		var ordered = changes.reversed().stream().sorted(Comparator.comparing(Change::at)).toList();
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

	/**
	 * When a step with a promise of {@code limit} working days is due: counted from its
	 * latest beginning, less what it has had before; empty where the case never was
	 * there.
	 */
	static Optional<Left> dueFrom(List<Stay> stays, Set<ApplicationStatus> step, int limit) {
		var own = stays.stream().filter(it -> step.contains(it.status())).toList();
		if (own.isEmpty()) {
			return Optional.empty();
		}
		var had = own.subList(0, own.size() - 1).stream().map(Stay::working).reduce(Duration.ZERO, Duration::plus);
		return Optional.of(new Left(own.getLast().from(), Math.max(0, limit - Math.toIntExact(had.toDays()))));
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
