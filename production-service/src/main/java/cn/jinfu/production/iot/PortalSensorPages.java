package cn.jinfu.production.iot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.production.iot.alarm.AlarmState;
import cn.jinfu.production.iot.alarm.Alarms;
import cn.jinfu.production.iot.device.DeviceOrders;
import cn.jinfu.production.iot.device.DeviceProducts;
import cn.jinfu.production.iot.device.DeviceQueries;
import cn.jinfu.production.iot.telemetry.TelemetryQueries;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What the farm's own sensors say, by the field they stand in. */
@Controller
@RequestMapping("/portal/sensors")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:device:view')")
class PortalSensorPages {

	/** A field, or an empty name for what stands nowhere. */
	public record Field(String name, List<Sensor> sensors, List<Box> boxes) {

		public boolean stale() {
			return sensors.stream().anyMatch(Sensor::stale);
		}

	}

	/** A device that can be told to do something. */
	public record Box(UUID id, String name) {
	}

	private final TelemetryQueries telemetry;

	private final DeviceQueries devices;

	private final DeviceProducts products;

	private final DeviceOrders orders;

	private final Alarms alarms;

	private final BusinessClock clock;

	@GetMapping
	String list(Model model) {
		var sensors = Sensor.all(telemetry.latest(new TelemetryQueries.Filter(Actor.current().memberId(), null, null)),
				clock.now());
		var fields = new LinkedHashMap<String, Field>();
		for (var sensor : sensors) {
			var plot = sensor.series().plotName();
			fields
				.computeIfAbsent((plot != null) ? plot : "",
						name -> new Field(name, new ArrayList<>(), new ArrayList<>()))
				.sensors()
				.add(sensor);
		}
		for (var device : devices
			.list(new DeviceQueries.Filter(null, null, Actor.current().memberId(), null, null, 100))
			.items()) {
			var field = fields.get((device.plotName() != null) ? device.plotName() : "");
			if (field != null && device.speaks() && !products.view(device.productId()).services().isEmpty()) {
				field.boxes().add(new Box(device.id(), device.name()));
			}
		}
		model.addAttribute("fields", List.copyOf(fields.values()));
		model.addAttribute("alarms", alarms.list(new Alarms.Filter(AlarmState.RAISED, null, null, null, 1)).total());
		return "production/iot/portal-sensors";
	}

	@GetMapping("/{series}")
	String curve(@PathVariable String series, @RequestParam(required = false) @Nullable Span span, Model model) {
		var during = Span.of(span, null, null, clock.now());
		var curve = Curve.of(telemetry.chart(TelemetryQueries.number(series), during[0], during[1]));
		model.addAttribute("curve", curve);
		model.addAttribute("sensor", Sensor.of(curve.chart().series(), clock.now()));
		model.addAttribute("spans", List.of(Span.DAY, Span.WEEK, Span.SEASON));
		model.addAttribute("span", (span != null) ? span : Span.DAY);
		return "production/iot/portal-sensor";
	}

	@GetMapping("/boxes/{id}")
	String box(@PathVariable UUID id, Model model) {
		var device = devices.view(id);
		model.addAttribute("device", device);
		model.addAttribute("services", products.view(device.productId()).services());
		model.addAttribute("orders", orders.of(id));
		return "production/iot/portal-box";
	}

	@PostMapping("/boxes/{id}/orders")
	@PreAuthorize("hasAuthority('production:device:command')")
	String order(@PathVariable UUID id, @RequestParam String service) {
		orders.give(id, service, null, null);
		return "redirect:/portal/sensors/boxes/" + id;
	}

}
