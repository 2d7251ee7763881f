package cn.jinfu.production.iot;

import java.time.Instant;
import java.util.List;

import cn.jinfu.production.iot.device.SeriesKind;
import cn.jinfu.production.iot.telemetry.SeriesFacts;

/** A newest value as pages show it. */
public record Sensor(SeriesFacts series, String shown, boolean stale) {

	static Sensor of(SeriesFacts series, Instant now) {
		var value = series.value();
		return new Sensor(series, (value != null) ? Curve.shown(series, value) : "", series.stale(now));
	}

	static List<Sensor> all(List<SeriesFacts> series, Instant now) {
		return series.stream().map(it -> of(it, now)).toList();
	}

	/** On or off, shown in words. */
	public boolean isState() {
		return series.kind() == SeriesKind.STATE;
	}

	public boolean isOn() {
		var value = series.value();
		return value != null && value != 0;
	}

	public boolean known() {
		return series.value() != null;
	}

}
