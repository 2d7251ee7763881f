package cn.jinfu.production.iot.telemetry;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.production.iot.device.KnownDevices;
import cn.jinfu.production.iot.device.KnownDevices.Known;
import cn.jinfu.production.iot.telemetry.TelemetryWriter.Row;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * From a body to rows: reads it, finds the series, sorts out what cannot be stored and
 * counts it, and hands the rest to the writers.
 */
@Service
@RequiredArgsConstructor
public class Intake {

	/** A clock may be so much ahead of ours. */
	static final Duration AHEAD = Duration.ofMinutes(5);

	/**
	 * @param i the place of the point in the body, from 0
	 */
	public record Rejected(int i, String key, String code) {
	}

	/**
	 * @param accepted how many are stored now
	 * @param duplicate how many were there already; the first one stays
	 */
	public record Result(int accepted, int duplicate, List<Rejected> rejected) {
	}

	/** The first and the last time of a device in a body, in milliseconds. */
	private static final class Times {

		private long oldest = Long.MAX_VALUE;

		private long newest = Long.MIN_VALUE;

		void add(long millis) {
			oldest = Math.min(oldest, millis);
			newest = Math.max(newest, millis);
		}

	}

	private record Sorted(List<Row> rows, List<Rejected> rejected, Map<UUID, Map<BadPoints.Bad, Integer>> bad) {

		void count(UUID device, BadReason reason, String key, int n) {
			if (n > 0) {
				bad.computeIfAbsent(device, _ -> new HashMap<>())
					.merge(new BadPoints.Bad(reason, key), n, Integer::sum);
			}
		}
	}

	private final KnownDevices known;

	private final TelemetryWriter writer;

	private final Partitions partitions;

	private final BadPoints bad;

	private final Heartbeats heartbeats;

	private final ClockOffsets offsets;

	private final BusinessClock clock;

	/**
	 * For a sender that waits for the answer.
	 * @return done after the commit
	 * @throws cn.jinfu.kernel.Refusal.TooMany when the writers are behind
	 */
	public CompletableFuture<Result> take(Known sender, InputStream body) {
		var arrived = clock.now();
		var sorted = sort(sender, read(sender, body, arrived), arrived);
		return answer(sender, sorted, writer.submit(sorted.rows()));
	}

	/** The same, waiting for room instead of sending back. */
	public CompletableFuture<Result> takePatiently(Known sender, InputStream body) throws InterruptedException {
		var arrived = clock.now();
		var sorted = sort(sender, read(sender, body, arrived), arrived);
		return answer(sender, sorted, writer.submitPatiently(sorted.rows()));
	}

	private List<Reading> read(Known sender, InputStream body, Instant arrived) {
		try {
			return ReadingParser.read(body, arrived);
		}
		catch (cn.jinfu.kernel.Refusal.RuleBroken malformed) {
			bad.count(sender.tenantId(), sender.deviceId(), Map.of(new BadPoints.Bad(BadReason.MALFORMED, ""), 1));
			throw malformed;
		}
	}

	private CompletableFuture<Result> answer(Known sender, Sorted sorted,
			CompletableFuture<TelemetryWriter.Receipt> receipt) {
		heartbeats.heard(sender);
		return receipt.thenApply(written -> {
			sorted.count(sender.deviceId(), BadReason.DUPLICATE, "", written.duplicates());
			sorted.count(sender.deviceId(), BadReason.LATE, "", written.late());
			sorted.bad().forEach((device, counts) -> bad.count(sender.tenantId(), device, counts));
			return new Result(written.accepted(), written.duplicates(), sorted.rejected());
		});
	}

	private Sorted sort(Known sender, List<Reading> readings, Instant arrived) {
		var sorted = new Sorted(new ArrayList<>(readings.size()), new ArrayList<>(), new HashMap<>());
		var latest = arrived.plus(AHEAD);
		var oldest = clock.today().minusDays(partitions.keepDays()).atStartOfDay(BusinessClock.ZONE).toInstant();
		var devices = new HashMap<String, Optional<Known>>();
		var times = new IdentityHashMap<Known, Times>();
		Known last = null;
		Times its = null;
		for (int i = 0; i < readings.size(); i++) {
			var reading = readings.get(i);
			var device = (reading.sn() == null) ? sender
					: devices.computeIfAbsent(reading.sn(), sn -> neighbour(sender, sn)).orElse(null);
			var series = (device != null) ? device.series().get(reading.key()) : null;
			if (device != null && device != last) {
				last = device;
				its = times.computeIfAbsent(device, _ -> new Times());
			}
			// a point without a time of its own got ours
			if (device != null && its != null && !reading.at().equals(arrived)) {
				its.add(reading.at().toEpochMilli());
			}
			var reason = reason(reading, device, series, latest, oldest);
			if (reason != null || device == null || series == null) {
				var why = (reason != null) ? reason : BadReason.UNKNOWN_KEY;
				sorted.rejected().add(new Rejected(i, reading.key(), why.code()));
				sorted.count((device != null) ? device.deviceId() : sender.deviceId(), why,
						(device != null) ? reading.key() : String.valueOf(reading.sn()), 1);
				continue;
			}
			var believed = series.believes(reading.value());
			if (!believed) {
				sorted.count(device.deviceId(), BadReason.OUT_OF_RANGE, reading.key(), 1);
			}
			sorted.rows().add(new Row(series.id(), micros(reading.at()), reading.value(), believed));
		}
		devices.values().forEach(it -> it.ifPresent(heartbeats::heard));
		times.forEach((device, span) -> {
			if (span.newest >= span.oldest) {
				offsets.seen(device, span.oldest, span.newest, arrived);
			}
		});
		return sorted;
	}

	/** A gateway speaks for the active devices of its own farm. */
	private Optional<Known> neighbour(Known sender, String sn) {
		if (sn.equals(sender.sn())) {
			return Optional.of(sender);
		}
		return known.bySn(sender.tenantId(), sn)
			.filter(device -> device.speaks() && device.memberId().equals(sender.memberId()));
	}

	private static @Nullable BadReason reason(Reading reading, @Nullable Known device,
			KnownDevices.@Nullable Series series, Instant latest, Instant oldest) {
		if (device == null) {
			return BadReason.UNKNOWN_DEVICE;
		}
		if (series == null) {
			return BadReason.UNKNOWN_KEY;
		}
		if (reading.bad() != null) {
			return reading.bad();
		}
		if (reading.at().isAfter(latest)) {
			return BadReason.FUTURE;
		}
		return reading.at().isBefore(oldest) ? BadReason.TOO_OLD : null;
	}

	private static long micros(Instant at) {
		return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
	}

}
