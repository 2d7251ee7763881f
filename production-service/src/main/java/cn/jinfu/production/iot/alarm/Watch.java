package cn.jinfu.production.iot.alarm;

import java.time.Duration;
import java.time.Instant;

/**
 * How far a rule has come with a series. Given the next reading it says what it is then,
 * and nothing else decides: the same readings always give the same alarms.
 *
 * @param since when the phase began
 * @param samples readings beyond the limit since then
 */
public record Watch(Phase phase, Instant since, int samples) {

	public enum Phase {

		NORMAL, PENDING, ACTIVE, CLEARING

	}

	/** What a reading brought about. */
	public enum Event {

		NONE, RAISED, CLEARED

	}

	public record Step(Watch next, Event event) {
	}

	static Watch fresh(Instant at) {
		return new Watch(Phase.NORMAL, at, 0);
	}

	/**
	 * @param applies whether the rule counts at that moment: its hours, and the crop that
	 * stands there
	 */
	Step step(Limits limits, boolean applies, Instant at, double value) {
		var beyond = applies && limits.beyond(value);
		var within = !applies || limits.within(value);
		return switch (phase) {
			case NORMAL -> beyond ? ripe(limits, new Watch(Phase.PENDING, at, 1), at) : stay();
			case PENDING -> beyond ? ripe(limits, new Watch(Phase.PENDING, since, samples + 1), at)
					: to(Phase.NORMAL, at, Event.NONE);
			case ACTIVE -> within ? over(limits, new Watch(Phase.CLEARING, at, 0), at) : stay();
			case CLEARING -> within ? over(limits, this, at) : to(Phase.ACTIVE, at, Event.NONE);
		};
	}

	private static Step ripe(Limits limits, Watch pending, Instant at) {
		return (lasted(pending, at, limits.minDuration()) && pending.samples >= limits.minSamples())
				? new Step(new Watch(Phase.ACTIVE, at, pending.samples), Event.RAISED) : new Step(pending, Event.NONE);
	}

	private static Step over(Limits limits, Watch clearing, Instant at) {
		return lasted(clearing, at, limits.clearDuration()) ? new Step(new Watch(Phase.NORMAL, at, 0), Event.CLEARED)
				: new Step(clearing, Event.NONE);
	}

	private static boolean lasted(Watch watch, Instant at, Duration time) {
		return Duration.between(watch.since, at).compareTo(time) >= 0;
	}

	private Step stay() {
		return new Step(this, Event.NONE);
	}

	private static Step to(Phase phase, Instant at, Event event) {
		return new Step(new Watch(phase, at, 0), event);
	}

}
