package cn.jinfu.production.iot.telemetry;

import java.time.Instant;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/**
 * As Jackson would write it, but the channels of a device, which come one after another
 * and mostly from the same moment, share the text of that moment: turning sixteen
 * thousand moments into text takes longer than all the rest of the answer.
 */
class NewestWriter extends ValueSerializer<TelemetryQueries.Newest> {

	private record Said(Instant at, String text) {
	}

	@Override
	public void serialize(TelemetryQueries.Newest it, JsonGenerator json, SerializationContext context) {
		json.writeStartObject(it);
		json.writeNumberProperty("series", it.series());
		json.writeStringProperty("deviceId", it.deviceId().toString());
		json.writeStringProperty("sn", it.sn());
		var plot = it.plotId();
		json.writeName("plotId");
		if (plot != null) {
			json.writeString(plot.toString());
		}
		else {
			json.writeNull();
		}
		json.writeStringProperty("key", it.key());
		json.writeStringProperty("unit", it.unit());
		var at = it.at();
		var value = it.value();
		if (at != null && value != null) {
			json.writeStringProperty("at", text(at, context));
			json.writeNumberProperty("value", value);
		}
		else {
			json.writeNullProperty("at");
			json.writeNullProperty("value");
		}
		json.writeBooleanProperty("believed", it.believed());
		json.writeEndObject();
	}

	private static String text(Instant at, SerializationContext context) {
		if (context.getAttribute(Said.class) instanceof Said said && said.at().equals(at)) {
			return said.text();
		}
		var text = at.toString();
		context.setAttribute(Said.class, new Said(at, text));
		return text;
	}

}
