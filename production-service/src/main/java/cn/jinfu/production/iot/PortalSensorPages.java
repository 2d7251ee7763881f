package cn.jinfu.production.iot;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.production.Plain;
import cn.jinfu.production.iot.alarm.AlarmState;
import cn.jinfu.production.iot.alarm.Alarms;
import cn.jinfu.production.iot.alarm.OwnAlarms;
import cn.jinfu.production.iot.device.DeviceOrders;
import cn.jinfu.production.iot.device.DeviceProducts;
import cn.jinfu.production.iot.device.DeviceQueries;
import cn.jinfu.production.iot.device.Videos;
import cn.jinfu.production.iot.telemetry.TelemetryQueries;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What the farm's own sensors say, by the field they stand in. */
@Controller
@RequestMapping("/portal/sensors")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:device:view')")
class PortalSensorPages {

	/** A field, or an empty name for what stands nowhere. */
	public record Field(String name, List<Sensor> sensors, List<Box> boxes, List<Videos.Video> videos) {

		public boolean stale() {
			return sensors.stream().anyMatch(Sensor::stale);
		}

	}

	/** A device that can be told to do something. */
	public record Box(UUID id, String name) {
	}

	private static final String SENSOR = "production/iot/portal-sensor";

	/** What the farm wants to be told of; empty for no limit on that side. */
	record OwnForm(@Nullable @Digits(integer = 9, fraction = 6) BigDecimal low,
			@Nullable @Digits(integer = 9, fraction = 6) BigDecimal high, @Nullable Long version) {
	}

	private final TelemetryQueries telemetry;

	private final DeviceQueries devices;

	private final DeviceProducts products;

	private final DeviceOrders orders;

	private final Alarms alarms;

	private final OwnAlarms ownAlarms;

	private final Videos videos;

	private final PlotSeasons seasons;

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
						name -> new Field(name, new ArrayList<>(), new ArrayList<>(), new ArrayList<>()))
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
		if (Actor.current().may("production:video:view")) {
			var own = new Videos.Filter(null, null, Actor.current().memberId(), null, 100);
			for (var video : videos.list(own).items()) {
				var plot = video.plotName();
				fields
					.computeIfAbsent((plot != null) ? plot : "",
							name -> new Field(name, new ArrayList<>(), new ArrayList<>(), new ArrayList<>()))
					.videos()
					.add(video);
			}
		}
		model.addAttribute("fields", List.copyOf(fields.values()));
		model.addAttribute("alarms", alarms.list(new Alarms.Filter(AlarmState.RAISED, null, null, null, 1)).total());
		return "production/iot/portal-sensors";
	}

	@GetMapping("/{series}")
	String curve(@PathVariable String series, @RequestParam(required = false) @Nullable Span span, Model model) {
		curve(TelemetryQueries.number(series), span, model);
		var own = ownAlarms.view(TelemetryQueries.number(series));
		model.addAttribute("form", new OwnForm(plain(own.low()), plain(own.high()), own.version()));
		return SENSOR;
	}

	/** The farm's own limits; with the same page again where they cannot be. */
	@PostMapping("/{series}/alarm")
	@PreAuthorize("hasAuthority('production:alarm:own')")
	ModelAndView alarm(@PathVariable String series, @Valid @ModelAttribute("form") OwnForm form, BindingResult errors,
			Model model) {
		var id = TelemetryQueries.number(series);
		curve(id, null, model);
		return Forms.submit(errors, () -> ownAlarms.set(id, number(form.low()), number(form.high()), form.version()),
				"/portal/sensors/" + id + "#own", SENSOR);
	}

	@PostMapping("/{series}/alarm/disabling")
	@PreAuthorize("hasAuthority('production:alarm:own')")
	String off(@PathVariable String series, @RequestParam long version) {
		ownAlarms.turn(TelemetryQueries.number(series), false, version);
		return "redirect:/portal/sensors/" + TelemetryQueries.number(series) + "#own";
	}

	@PostMapping("/{series}/alarm/enabling")
	@PreAuthorize("hasAuthority('production:alarm:own')")
	String on(@PathVariable String series, @RequestParam long version) {
		ownAlarms.turn(TelemetryQueries.number(series), true, version);
		return "redirect:/portal/sensors/" + TelemetryQueries.number(series) + "#own";
	}

	private static @Nullable BigDecimal plain(@Nullable Double value) {
		return (value != null) ? Plain.of(BigDecimal.valueOf(value)) : null;
	}

	private static @Nullable Double number(@Nullable BigDecimal value) {
		return (value != null) ? Double.valueOf(value.doubleValue()) : null;
	}

	private void curve(int series, @Nullable Span span, Model model) {
		var season = seasons.at(telemetry.series(series).plotId());
		var planted = season.filter(_ -> span == Span.PLANTING);
		var during = planted.map(it -> it.during(clock.now())).orElseGet(() -> Span.of(span, null, null, clock.now()));
		var curve = Curve.of(telemetry.chart(series, during[0], during[1]));
		model.addAttribute("own", ownAlarms.view(series));
		model.addAttribute("curve", curve);
		model.addAttribute("sensor", Sensor.of(curve.chart().series(), clock.now()));
		season.ifPresent(it -> model.addAttribute("season", it));
		model.addAttribute("spans", season.isPresent() ? List.of(Span.DAY, Span.WEEK, Span.PLANTING)
				: List.of(Span.DAY, Span.WEEK, Span.SEASON));
		model.addAttribute("span", (span == null || (span == Span.PLANTING && season.isEmpty())) ? Span.DAY : span);
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
