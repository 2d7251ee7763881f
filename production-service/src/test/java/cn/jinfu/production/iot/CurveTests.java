package cn.jinfu.production.iot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import cn.jinfu.kernel.Ids;
import cn.jinfu.production.iot.device.SeriesKind;
import cn.jinfu.production.iot.telemetry.Chart;
import cn.jinfu.production.iot.telemetry.SeriesFacts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CurveTests {

	private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");

	@Test
	void whatIsOpenOrShutHasTwoLinesWhateverWasRead() {
		for (var values : List.of(new double[] { 0, 1, 0 }, new double[] { 0, 0 }, new double[] { 1, 1 })) {
			var curve = Curve.of(chart(SeriesKind.STATE, values));
			assertThat(curve.isState()).isTrue();
			assertThat(curve.values()).extracting(Curve.Tick::label).containsExactly("0", "1");
			var both = Curves.of(List.of(chart(SeriesKind.STATE, values), chart(SeriesKind.STATE, 1)));
			assertThat(both.isState()).isTrue();
			assertThat(both.values()).extracting(Curve.Tick::label).containsExactly("0", "1");
		}
	}

	@Test
	void aMeasureKeepsItsScale() {
		var curve = Curve.of(chart(SeriesKind.GAUGE, 20, 24));
		assertThat(curve.isState()).isFalse();
		assertThat(curve.values()).extracting(Curve.Tick::label).startsWith("20").endsWith("24").hasSizeGreaterThan(2);
		assertThat(Curves.of(List.of(chart(SeriesKind.STATE, 0, 1), chart(SeriesKind.GAUGE, 0, 9))).isState())
			.isFalse();
	}

	private static Chart chart(SeriesKind kind, double... values) {
		var facts = new SeriesFacts(1, Ids.next(), "sn", "箱", Ids.next(), "", null, null, "k", "测点", "", kind, 0, 300,
				null, null, true);
		var points = new java.util.ArrayList<Chart.Point>();
		for (var value : values) {
			points.add(new Chart.Point(START.plusSeconds(300L * points.size()), value, value, value, 1));
		}
		return new Chart(facts, START, START.plus(Duration.ofDays(1)), Chart.Source.READINGS, Duration.ofMinutes(5),
				points);
	}

}
