package cn.jinfu.production.iot;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Paged;
import cn.jinfu.production.iot.device.DeviceQueries;
import cn.jinfu.production.iot.device.DeviceState;
import cn.jinfu.production.iot.device.DeviceView;
import cn.jinfu.production.iot.telemetry.TelemetryQueries;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Curves, and how good the readings are. */
@Controller
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:device:view')")
class SeriesPages {

	private static final int WEEK = 7;

	private final TelemetryQueries telemetry;

	private final DeviceQueries devices;

	private final BusinessClock clock;

	@GetMapping("/console/series/{series}")
	String curve(@PathVariable String series, @RequestParam(required = false) @Nullable Span span,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to,
			Model model) {
		var during = Span.of(span, from, to, clock.now());
		var curve = Curve.of(telemetry.chart(TelemetryQueries.number(series), during[0], during[1]));
		model.addAttribute("curve", curve);
		model.addAttribute("series", Sensor.of(curve.chart().series(), clock.now()));
		model.addAttribute("spans", Span.values());
		model.addAttribute("span", (from != null && to != null) ? null : (span != null) ? span : Span.DAY);
		return "production/iot/series";
	}

	@GetMapping("/console/data-quality")
	String quality(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		var page = devices.list(new DeviceQueries.Filter(q, DeviceState.ACTIVE, null, null, after, Paged.limit(limit)));
		List<UUID> ids = page.items().stream().map(DeviceView::id).toList();
		model.addAttribute("page", page);
		model.addAttribute("complete",
				telemetry.completeness(ids)
					.stream()
					.collect(Collectors.toMap(TelemetryQueries.Completeness::deviceId, Function.identity())));
		model.addAttribute("bad", telemetry.bad(null, clock.today().minusDays(WEEK - 1), 200));
		model.addAttribute("strays", telemetry.strays());
		return "production/iot/quality";
	}

}
