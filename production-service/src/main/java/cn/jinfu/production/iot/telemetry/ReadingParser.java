package cn.jinfu.production.iot.telemetry;

import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads the forms in which devices send: {@code {"temperature":25.1}},
 * {@code {"ts":…,"values":{…}}}, arrays of these, and a gateway's
 * {@code {"device":[…],…}}. Point by point, without a tree, and not one point more than
 * allowed.
 */
final class ReadingParser {

	static final int MOST = 10_000;

	private static final JsonFactory JSON = JsonFactory.builder()
		.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
		.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(5).maxNumberLength(60).build())
		.build();

	/** Devices count in milliseconds; what lies beyond this is no time at all. */
	private static final long LATEST_MILLIS = 253_402_300_799_000L;

	private final JsonParser json;

	private final Instant now;

	private final List<Reading> readings = new ArrayList<>();

	private ReadingParser(JsonParser json, Instant now) {
		this.json = json;
		this.now = now;
	}

	/**
	 * @param now the time of points that carry none
	 * @throws RuleBroken {@code production.telemetry.malformed},
	 * {@code production.telemetry.too-many}
	 */
	static List<Reading> read(InputStream body, Instant now) {
		try (var json = JSON.createParser(ObjectReadContext.empty(), body)) {
			var parser = new ReadingParser(json, now);
			parser.root();
			return parser.readings;
		}
		catch (JacksonException broken) {
			throw malformed();
		}
	}

	private void root() {
		switch (json.nextToken()) {
			case START_ARRAY -> records(null);
			case START_OBJECT -> record(null, true);
			case null, default -> throw malformed();
		}
		if (json.nextToken() != null) {
			throw malformed();
		}
	}

	private void records(@Nullable String sn) {
		while (json.nextToken() != JsonToken.END_ARRAY) {
			if (json.currentToken() != JsonToken.START_OBJECT) {
				throw malformed();
			}
			record(sn, false);
		}
	}

	/** The time may stand before or after the values. */
	private void record(@Nullable String sn, boolean gateway) {
		var from = readings.size();
		Instant at = null;
		var values = false;
		while (json.nextToken() != JsonToken.END_OBJECT) {
			var name = json.currentName();
			var token = json.nextToken();
			if (name == null || token == null) {
				throw malformed();
			}
			if (name.equals("ts") && token.isNumeric()) {
				at = time();
			}
			else if (name.equals("values") && token == JsonToken.START_OBJECT) {
				values = true;
				values(sn);
			}
			else if (token == JsonToken.START_ARRAY && gateway && !values) {
				records(name);
			}
			else {
				point(sn, name, token);
			}
		}
		if (at != null) {
			for (int i = from; i < readings.size(); i++) {
				var reading = readings.get(i);
				readings.set(i, new Reading(reading.sn(), reading.key(), at, reading.value(), reading.bad()));
			}
		}
	}

	private void values(@Nullable String sn) {
		while (json.nextToken() != JsonToken.END_OBJECT) {
			var name = json.currentName();
			var token = json.nextToken();
			if (name == null || token == null) {
				throw malformed();
			}
			point(sn, name, token);
		}
	}

	private Instant time() {
		var millis = json.getDoubleValue();
		if (!(millis >= 0) || millis > LATEST_MILLIS) {
			throw malformed();
		}
		return Instant.ofEpochMilli((long) millis);
	}

	private void point(@Nullable String sn, String key, JsonToken token) {
		if (readings.size() >= MOST) {
			throw new RuleBroken("production.telemetry.too-many", MOST);
		}
		switch (token) {
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
				var value = json.getDoubleValue();
				readings.add(new Reading(sn, key, now, value, Double.isFinite(value) ? null : BadReason.NOT_FINITE));
			}
			case VALUE_TRUE -> readings.add(new Reading(sn, key, now, 1, null));
			case VALUE_FALSE -> readings.add(new Reading(sn, key, now, 0, null));
			case START_OBJECT, START_ARRAY -> {
				json.skipChildren();
				readings.add(new Reading(sn, key, now, 0, BadReason.NOT_A_NUMBER));
			}
			default -> readings.add(new Reading(sn, key, now, 0, BadReason.NOT_A_NUMBER));
		}
	}

	private static RuleBroken malformed() {
		return new RuleBroken("production.telemetry.malformed");
	}

}
