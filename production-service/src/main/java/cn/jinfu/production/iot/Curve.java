package cn.jinfu.production.iot;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.production.iot.alarm.AlarmView;
import cn.jinfu.production.iot.alarm.Limits;
import cn.jinfu.production.iot.device.SeriesKind;
import cn.jinfu.production.iot.telemetry.Chart;
import cn.jinfu.production.iot.telemetry.SeriesFacts;

/**
 * A chart as lines of an SVG: the mean as a line, from the lowest to the highest as a
 * band behind it, broken where the device was silent; and the same as a short table.
 */
public record Curve(Chart chart, String band, String line, List<Dot> dots, List<Tick> times, List<Tick> values,
		List<String> limits, List<Row> rows) {

	static final int WIDTH = 720;

	static final int HEIGHT = 260;

	private static final int LEFT = 56;

	private static final int TOP = 12;

	private static final int BOTTOM = 28;

	private static final int ROWS = 48;

	private static final int TIMES = 6;

	/** A single reading between two silences. */
	public record Dot(String x, String y) {
	}

	public record Tick(String at, String label) {
	}

	/** Of the table; figures as text. */
	public record Row(Instant at, String min, String avg, String max, long n) {
	}

	/** Turns moments and values into places on the paper. */
	record Paper(Instant from, double seconds, double low, double high) {

		String x(Instant at) {
			return number(LEFT + (WIDTH - LEFT - 8) * Duration.between(from, at).toMillis() / 1000.0 / seconds);
		}

		String y(double value) {
			return number(TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low));
		}

	}

	static Curve of(Chart chart) {
		return of(chart, List.of());
	}

	/** With the lines at which it was raised; where it keeps none, the rule's. */
	static Curve of(Chart chart, AlarmView alarm, Limits rule) {
		if (alarm.limitLow() == null && alarm.limitHigh() == null) {
			return of(chart, Stream.of(rule.raiseLow(), rule.raiseHigh()).filter(Objects::nonNull).toList());
		}
		return of(chart, Stream.of(alarm.limitLow(), alarm.limitHigh()).filter(Objects::nonNull).toList());
	}

	private static Curve of(Chart chart, List<Double> limits) {
		var state = isState(chart);
		var lowest = limits.stream().reduce(state ? 0 : low(chart), Math::min);
		var highest = limits.stream().reduce(state ? Math.max(1, high(chart)) : high(chart), Math::max);
		var step = state ? 1 : step(chart.scale(), highest - lowest);
		var low = Math.floor(lowest / step) * step;
		var high = Math.ceil(highest / step) * step;
		var paper = new Paper(chart.from(), Math.max(1, Duration.between(chart.from(), chart.to()).toSeconds()), low,
				(high > low) ? high : low + step);
		var band = new StringBuilder();
		var line = new StringBuilder();
		var dots = new ArrayList<Dot>();
		for (var stretch : stretches(chart)) {
			draw(stretch, paper, band, line, dots);
		}
		return new Curve(chart, band.toString(), line.toString(), dots, times(chart, paper), values(paper, step),
				limits.stream().map(paper::y).toList(), rows(chart));
	}

	/** On or off: 0 and 1 are shown in words. */
	public boolean isState() {
		return isState(chart);
	}

	static boolean isState(Chart chart) {
		return chart.series().kind() == SeriesKind.STATE;
	}

	private static void draw(List<Chart.Point> stretch, Paper paper, StringBuilder band, StringBuilder line,
			List<Dot> dots) {
		var first = stretch.getFirst();
		if (stretch.size() == 1) {
			dots.add(new Dot(paper.x(first.at()), paper.y(first.avg())));
			return;
		}
		var pen = "M";
		for (var point : stretch) {
			line.append(pen).append(paper.x(point.at())).append(' ').append(paper.y(point.avg()));
			band.append(pen).append(paper.x(point.at())).append(' ').append(paper.y(point.max()));
			pen = "L";
		}
		for (var point : stretch.reversed()) {
			band.append('L').append(paper.x(point.at())).append(' ').append(paper.y(point.min()));
		}
		band.append('Z');
	}

	/** What hangs together without a silence. */
	static List<List<Chart.Point>> stretches(Chart chart) {
		var all = new ArrayList<List<Chart.Point>>();
		var current = new ArrayList<Chart.Point>();
		for (var point : chart.points()) {
			if (!current.isEmpty()
					&& Duration.between(current.getLast().at(), point.at()).compareTo(chart.silence()) > 0) {
				all.add(current);
				current = new ArrayList<>();
			}
			current.add(point);
		}
		if (!current.isEmpty()) {
			all.add(current);
		}
		return all;
	}

	static double low(Chart chart) {
		var lowest = chart.lowest();
		return (lowest != null) ? lowest : 0;
	}

	static double high(Chart chart) {
		var highest = chart.highest();
		return (highest != null) ? highest : 1;
	}

	/** 1, 2 or 5 times a power of ten, so that about five lines fit. */
	static double step(int scale, double height) {
		var raw = Math.max(height, Math.pow(10, -scale)) / 5;
		var power = Math.pow(10, Math.floor(Math.log10(raw)));
		var digit = raw / power;
		return power * ((digit <= 1) ? 1 : (digit <= 2) ? 2 : (digit <= 5) ? 5 : 10);
	}

	static List<Tick> times(Chart chart, Paper paper) {
		var span = Duration.between(chart.from(), chart.to());
		var format = DateTimeFormatter.ofPattern((span.toHours() <= 36) ? "HH:mm" : "MM-dd");
		var ticks = new ArrayList<Tick>();
		for (int n = 0; n <= TIMES; n++) {
			var at = chart.from().plus(span.multipliedBy(n).dividedBy(TIMES));
			ticks.add(new Tick(paper.x(at), format.format(at.atZone(BusinessClock.ZONE))));
		}
		return ticks;
	}

	static List<Tick> values(Paper paper, double step) {
		var ticks = new ArrayList<Tick>();
		for (int n = 0; paper.low() + n * step <= paper.high() + step / 2 && n < 12; n++) {
			var value = paper.low() + n * step;
			ticks.add(new Tick(paper.y(value), label(value, step)));
		}
		return ticks;
	}

	/** Several points put together, so that the table can be read. */
	private static List<Row> rows(Chart chart) {
		var points = chart.points();
		var each = Math.max(1, Math.ceilDiv(points.size(), ROWS));
		var rows = new ArrayList<Row>();
		for (int from = 0; from < points.size(); from += each) {
			var some = points.subList(from, Math.min(points.size(), from + each));
			long n = some.stream().mapToLong(Chart.Point::n).sum();
			rows.add(new Row(some.getFirst().at(),
					shown(chart.scale(), some.stream().mapToDouble(Chart.Point::min).min().orElse(0)),
					shown(chart.scale(), some.stream().mapToDouble(it -> it.avg() * it.n()).sum() / n),
					shown(chart.scale(), some.stream().mapToDouble(Chart.Point::max).max().orElse(0)), n));
		}
		return rows;
	}

	/** A value with the decimals of its series. */
	public static String shown(SeriesFacts series, double value) {
		return shown(series.scale(), value);
	}

	static String shown(int scale, double value) {
		return String.format(Locale.ROOT, "%." + scale + "f", value);
	}

	private static String label(double value, double step) {
		return BigDecimal.valueOf(value)
			.setScale(Math.max(0, (int) -Math.floor(Math.log10(step))), java.math.RoundingMode.HALF_UP)
			.toPlainString();
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, "%.1f", value);
	}

}
