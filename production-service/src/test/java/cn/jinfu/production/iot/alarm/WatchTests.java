package cn.jinfu.production.iot.alarm;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.iot.alarm.Watch.Event;
import cn.jinfu.production.iot.alarm.Watch.Phase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WatchTests {

	private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");

	private record Reading(Instant at, double value) {
	}

	@Test
	void aRuleWithoutPatienceRaisesAndClearsAtTheLimitItself() {
		var limits = above(80, 80, 0, 0, 1);
		assertThat(events(limits, 79, 80, 80.1, 81, 80, 82)).containsExactly(Event.NONE, Event.NONE, Event.RAISED,
				Event.NONE, Event.CLEARED, Event.RAISED);
	}

	@Test
	void betweenClearAndRaiseNothingChanges() {
		var limits = above(80, 75, 0, 0, 1);
		assertThat(events(limits, 81, 78, 76, 79, 81, 75, 78, 80, 81)).containsExactly(Event.RAISED, Event.NONE,
				Event.NONE, Event.NONE, Event.NONE, Event.CLEARED, Event.NONE, Event.NONE, Event.RAISED);
	}

	@Test
	void aPeakShorterThanItsDurationIsForgotten() {
		// five minutes apart; twenty minutes and three readings are asked for
		var limits = above(80, 75, 20, 10, 3);
		assertThat(events(limits, 81, 82, 81, 79, 81, 81, 81, 81, 81)).containsExactly(Event.NONE, Event.NONE,
				Event.NONE, Event.NONE, Event.NONE, Event.NONE, Event.NONE, Event.NONE, Event.RAISED);
		assertThat(phases(limits, 81, 79)).containsExactly(Phase.PENDING, Phase.NORMAL);
	}

	@Test
	void aDipShorterThanTheClearingTimeKeepsTheAlarm() {
		var limits = above(80, 75, 0, 10, 1);
		assertThat(phases(limits, 85, 74, 76, 74, 74, 74)).containsExactly(Phase.ACTIVE, Phase.CLEARING, Phase.ACTIVE,
				Phase.CLEARING, Phase.CLEARING, Phase.NORMAL);
	}

	@Test
	void oneReadingAloneIsNotEnoughWhereSeveralAreAskedFor() {
		assertThat(events(above(80, 75, 0, 0, 2), 90, 91)).containsExactly(Event.NONE, Event.RAISED);
	}

	@Test
	void outsideHasTwoSides() {
		var limits = new Limits(Comparison.OUTSIDE, 10.0, 30.0, 12.0, 28.0, Duration.ZERO, Duration.ZERO, 1);
		assertThat(events(limits, 9, 11, 12, 31, 29, 28)).containsExactly(Event.RAISED, Event.NONE, Event.CLEARED,
				Event.RAISED, Event.NONE, Event.CLEARED);
		assertThat(limits.worse(31, 5)).isEqualTo(5);
		assertThat(limits.worse(37, 5)).isEqualTo(37);
	}

	@Test
	void limitsOfAStageEndTheMarginWithinItAtTheLatestInTheMiddle() {
		var rule = new Limits(Comparison.STANDARD, null, null, null, null, 2.0, Duration.ZERO, Duration.ZERO, 1);
		var both = rule.of(new StageRange(LocalDate.MIN, LocalDate.MAX, 10.0, 30.0));
		assertThat(both.comparison()).isEqualTo(Comparison.OUTSIDE);
		assertThat(both.clearLow()).isEqualTo(12);
		assertThat(both.clearHigh()).isEqualTo(28);
		var narrow = rule.of(new StageRange(LocalDate.MIN, LocalDate.MAX, 10.0, 11.0));
		assertThat(narrow.clearLow()).isEqualTo(10.5);
		assertThat(narrow.clearHigh()).isEqualTo(10.5);
		var high = rule.of(new StageRange(LocalDate.MIN, LocalDate.MAX, null, 30.0));
		assertThat(high.comparison()).isEqualTo(Comparison.ABOVE);
		assertThat(high.clearHigh()).isEqualTo(28);
		var low = rule.of(new StageRange(LocalDate.MIN, LocalDate.MAX, 10.0, null));
		assertThat(low.comparison()).isEqualTo(Comparison.BELOW);
		assertThat(low.clearLow()).isEqualTo(12);
		assertThatExceptionOfType(RuleBroken.class)
			.isThrownBy(() -> new Limits(Comparison.STANDARD, null, null, null, null, Duration.ZERO, Duration.ZERO, 1));
		assertThatExceptionOfType(RuleBroken.class).isThrownBy(
				() -> new Limits(Comparison.STANDARD, null, 3.0, null, 3.0, 1.0, Duration.ZERO, Duration.ZERO, 1));
		assertThatExceptionOfType(RuleBroken.class)
			.isThrownBy(() -> new Limits(Comparison.ABOVE, null, 3.0, null, 3.0, 1.0, Duration.ZERO, Duration.ZERO, 1));
	}

	@Test
	void limitsThatContradictThemselvesAreRefused() {
		assertThatExceptionOfType(RuleBroken.class).isThrownBy(() -> above(80, 81, 0, 0, 1));
		assertThatExceptionOfType(RuleBroken.class)
			.isThrownBy(() -> new Limits(Comparison.BELOW, 5.0, null, 4.0, null, Duration.ZERO, Duration.ZERO, 1));
		assertThatExceptionOfType(RuleBroken.class)
			.isThrownBy(() -> new Limits(Comparison.ABOVE, null, null, null, null, Duration.ZERO, Duration.ZERO, 1));
		assertThatExceptionOfType(RuleBroken.class)
			.isThrownBy(() -> new Limits(Comparison.ABOVE, 1.0, 5.0, 1.0, 5.0, Duration.ZERO, Duration.ZERO, 1));
		assertThatExceptionOfType(RuleBroken.class).isThrownBy(() -> above(80, 75, -1, 0, 1));
		assertThatExceptionOfType(RuleBroken.class).isThrownBy(() -> above(80, 75, 0, 0, 0));
	}

	/**
	 * Humidity of a greenhouse over six days: up at night, down by day, and trembling.
	 */
	@Test
	void hysteresisAndPatienceTakeTheNoiseOutAndLeaveEachNight() {
		var humidity = new ArrayList<Reading>();
		var random = new Random(42);
		for (int n = 0; n < 6 * 288; n++) {
			var hour = n / 12.0;
			humidity.add(new Reading(START.plusSeconds(300L * n),
					78 + 9 * Math.cos(hour / 24 * 2 * Math.PI) + 1.2 * random.nextGaussian()));
		}
		var plain = raises(above(80, 80, 0, 0, 1), humidity);
		var strip = raises(above(80, 77, 0, 0, 1), humidity);
		var patient = raises(above(80, 75, 20, 20, 2), humidity);
		assertThat(plain).isGreaterThan(30);
		assertThat(strip).isLessThan(plain / 2);
		assertThat(patient).isBetween(6L, 7L).isLessThanOrEqualTo(strip);
	}

	@Test
	void theSameReadingsInAnyPortionsGiveTheSameAlarms() {
		var limits = above(80, 77, 10, 10, 2);
		var random = new Random(3);
		var readings = new ArrayList<Reading>();
		for (int n = 0; n < 500; n++) {
			readings.add(new Reading(START.plusSeconds(300L * n), 76 + 8 * Math.sin(n / 20.0) + random.nextGaussian()));
		}
		var whole = run(limits, Watch.fresh(START), readings);
		var kept = Watch.fresh(START);
		var events = new ArrayList<Event>();
		for (int from = 0; from < 500; from += 7) {
			// as it comes back from the table
			kept = new Watch(Phase.valueOf(kept.phase().name()), kept.since(), kept.samples());
			for (var reading : readings.subList(from, Math.min(500, from + 7))) {
				var step = kept.step(limits, true, reading.at(), reading.value());
				kept = step.next();
				events.add(step.event());
			}
		}
		assertThat(events).isEqualTo(whole);
	}

	@Test
	void whereTheRuleDoesNotApplyNothingIsRaisedAndWhatWasRaisedEnds() {
		var limits = above(80, 75, 0, 0, 1);
		var fresh = Watch.fresh(START);
		assertThat(fresh.step(limits, false, START, 99).event()).isEqualTo(Event.NONE);
		var active = fresh.step(limits, true, START, 99).next();
		assertThat(active.step(limits, false, START.plusSeconds(60), 99).event()).isEqualTo(Event.CLEARED);
	}

	@Test
	void aRuleCountsInItsHoursAndAtTheAgeOfItsCrop() {
		var night = new AlarmRule.When(LocalTime.of(18, 0), LocalTime.of(8, 0), null, null, null);
		assertThat(night.covers(at("2026-11-20T02:00:00"), List.of())).isTrue();
		assertThat(night.covers(at("2026-11-20T18:00:00"), List.of())).isTrue();
		assertThat(night.covers(at("2026-11-20T08:00:00"), List.of())).isFalse();
		var seedling = new AlarmRule.When(null, null, "watermelon", 0, 20);
		var sown = LocalDate.of(2026, 11, 1);
		var standing = List.of(new AlarmRule.Standing("watermelon", sown, null));
		assertThat(seedling.covers(at("2026-11-21T12:00:00"), standing)).isTrue();
		assertThat(seedling.covers(at("2026-11-22T00:00:00"), standing)).isFalse();
		assertThat(seedling.covers(at("2026-10-31T23:59:00"), standing)).isFalse();
		assertThat(seedling.covers(at("2026-11-10T12:00:00"),
				List.of(new AlarmRule.Standing("watermelon", sown, LocalDate.of(2026, 11, 9)))))
			.isFalse();
		assertThat(seedling.covers(at("2026-11-10T12:00:00"), List.of(new AlarmRule.Standing("tomato", sown, null))))
			.isFalse();
	}

	private static Instant at(String local) {
		return java.time.LocalDateTime.parse(local).atZone(cn.jinfu.kernel.BusinessClock.ZONE).toInstant();
	}

	private static Limits above(double raise, double clear, int minutes, int clearMinutes, int samples) {
		return new Limits(Comparison.ABOVE, null, raise, null, clear, Duration.ofMinutes(minutes),
				Duration.ofMinutes(clearMinutes), samples);
	}

	private static List<Event> events(Limits limits, double... values) {
		return run(limits, Watch.fresh(START), readings(values));
	}

	private static List<Phase> phases(Limits limits, double... values) {
		var watch = Watch.fresh(START);
		var phases = new ArrayList<Phase>();
		for (var reading : readings(values)) {
			watch = watch.step(limits, true, reading.at(), reading.value()).next();
			phases.add(watch.phase());
		}
		return phases;
	}

	private static List<Reading> readings(double... values) {
		var readings = new ArrayList<Reading>();
		for (var value : values) {
			readings.add(new Reading(START.plusSeconds(300L * readings.size()), value));
		}
		return readings;
	}

	private static long raises(Limits limits, List<Reading> readings) {
		return run(limits, Watch.fresh(START), readings).stream().filter(it -> it == Event.RAISED).count();
	}

	private static List<Event> run(Limits limits, Watch from, List<Reading> readings) {
		var watch = from;
		var events = new ArrayList<Event>();
		for (var reading : readings) {
			var step = watch.step(limits, true, reading.at(), reading.value());
			watch = step.next();
			events.add(step.event());
		}
		return events;
	}

}
