package cn.jinfu.production.iot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import cn.jinfu.production.iot.device.SeriesKind;
import cn.jinfu.production.iot.telemetry.Chart;
import cn.jinfu.production.iot.telemetry.SeriesFacts;

/**
 * Several series over the same span in one drawing. Where all have the same unit they
 * share its scale; where not, each fills the height from its lowest to its highest, and
 * the drawing has no scale.
 */
public record Curves(List<Line> lines, boolean shared, List<Curve.Tick> times, List<Curve.Tick> values) {

	/**
	 * @param lowest of the span, as text; empty without readings
	 */
	public record Line(SeriesFacts series, String unit, String path, List<Curve.Dot> dots, String lowest,
			String highest) {
	}

	/** Whether all are on or off: 0 and 1 are shown in words. */
	public boolean isState() {
		return lines.stream().allMatch(it -> it.series().kind() == SeriesKind.STATE);
	}

	static Curves of(List<Chart> charts) {
		var first = charts.getFirst();
		var shared = charts.stream().map(it -> it.unit()).distinct().count() == 1;
		var states = charts.stream().allMatch(Curve::isState);
		var lowest = states ? 0
				: charts.stream().filter(it -> !it.points().isEmpty()).mapToDouble(Curve::low).min().orElse(0);
		var highest = states ? 1
				: charts.stream().filter(it -> !it.points().isEmpty()).mapToDouble(Curve::high).max().orElse(1);
		var scale = charts.stream().mapToInt(it -> it.scale()).max().orElse(0);
		var step = states ? 1 : Curve.step(scale, highest - lowest);
		var common = paper(first, Math.floor(lowest / step) * step, Math.ceil(highest / step) * step, step);
		var lines = charts.stream()
			.map(it -> line(it, shared ? common : paper(it, Curve.low(it), Curve.high(it), Math.pow(10, -it.scale()))))
			.toList();
		return new Curves(lines, shared, Curve.times(first, common), shared ? Curve.values(common, step) : List.of());
	}

	private static Curve.Paper paper(Chart chart, double low, double high, double least) {
		return new Curve.Paper(chart.from(), Math.max(1, Duration.between(chart.from(), chart.to()).toSeconds()), low,
				(high > low) ? high : low + least);
	}

	private static Line line(Chart chart, Curve.Paper paper) {
		var path = new StringBuilder();
		var dots = new ArrayList<Curve.Dot>();
		for (var stretch : Curve.stretches(chart)) {
			if (stretch.size() == 1) {
				dots.add(new Curve.Dot(paper.x(stretch.getFirst().at()), paper.y(stretch.getFirst().avg())));
				continue;
			}
			var pen = "M";
			for (var point : stretch) {
				path.append(pen).append(paper.x(point.at())).append(' ').append(paper.y(point.avg()));
				pen = "L";
			}
		}
		var empty = chart.points().isEmpty();
		return new Line(chart.series(), chart.unit(), path.toString(), dots,
				empty ? "" : Curve.shown(chart.scale(), Curve.low(chart)),
				empty ? "" : Curve.shown(chart.scale(), Curve.high(chart)));
	}

}
