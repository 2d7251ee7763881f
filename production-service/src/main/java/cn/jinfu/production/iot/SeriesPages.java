package cn.jinfu.production.iot;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.sheet.SheetExport;
import cn.jinfu.kernel.sheet.SheetExport.Cell;
import cn.jinfu.production.iot.device.DeviceQueries;
import cn.jinfu.production.iot.device.DeviceState;
import cn.jinfu.production.iot.device.DeviceView;
import cn.jinfu.production.iot.telemetry.QualityQueries;
import cn.jinfu.production.iot.telemetry.SeriesFacts;
import cn.jinfu.production.iot.telemetry.SeriesQuality;
import cn.jinfu.production.iot.telemetry.TelemetryQueries;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
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

	/** More lines than this nobody tells apart. */
	private static final int MOST = 6;

	/** So many of the farm's series are offered for adding. */
	private static final int OFFERED = 200;

	private static final int PART = 5_000;

	/** Rows of a workbook. */
	private static final int SHEET = 1_000_000;

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
		.withZone(BusinessClock.ZONE);

	/** One that may be added, and what is compared then. */
	public record More(SeriesFacts series, List<Integer> all) {
	}

	private final TelemetryQueries telemetry;

	private final QualityQueries qualities;

	private final DeviceQueries devices;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping("/console/series/{series}")
	String curve(@PathVariable String series, @RequestParam(required = false) @Nullable Span span,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to,
			Model model) {
		var during = Span.of(span, from, to, clock.now());
		var curve = Curve.of(telemetry.chart(TelemetryQueries.number(series), during[0], during[1]));
		model.addAttribute("curve", curve);
		model.addAttribute("series", Sensor.of(curve.chart().series(), clock.now()));
		model.addAttribute("spans", Span.ANYWHERE);
		model.addAttribute("span", (from != null && to != null) ? null : (span != null) ? span : Span.DAY);
		return "production/iot/series";
	}

	/** Up to six in one drawing, each added or taken out by its address. */
	@GetMapping("/console/series-comparison")
	String compare(@RequestParam(required = false) @Nullable List<String> series,
			@RequestParam(required = false) @Nullable Span span, Model model) {
		if (series == null || series.isEmpty()) {
			// nothing to compare: where series are chosen
			return "redirect:/console/devices";
		}
		var chosen = series.stream().map(TelemetryQueries::number).distinct().toList();
		if (chosen.size() > MOST) {
			throw new RuleBroken("production.telemetry.compare-most", MOST);
		}
		var during = Span.of(span, null, null, clock.now());
		var charts = chosen.stream().map(it -> telemetry.chart(it, during[0], during[1])).toList();
		model.addAttribute("curves", Curves.of(charts));
		model.addAttribute("chosen", chosen);
		model.addAttribute("without", chosen.stream().map(it -> without(chosen, it)).toList());
		model.addAttribute("more", (chosen.size() == MOST) ? List.of()
				: telemetry.latest(new TelemetryQueries.Filter(charts.getFirst().series().memberId(), null, null))
					.stream()
					.filter(it -> !chosen.contains(it.id()))
					.limit(OFFERED)
					.map(it -> new More(it, Stream.concat(chosen.stream(), Stream.of(it.id())).toList()))
					.toList());
		model.addAttribute("spans", Span.ANYWHERE);
		model.addAttribute("span", (span != null) ? span : Span.DAY);
		return "production/iot/comparison";
	}

	private static List<Integer> without(List<Integer> chosen, Integer one) {
		return chosen.stream().filter(it -> !it.equals(one)).toList();
	}

	/** How a span of readings is taken along. */
	enum Form {

		XLSX, CSV

	}

	/**
	 * Every reading of the span as it was stored, read and sent part by part. A workbook
	 * ends where Excel does: who wants more than a million takes the other form, and is
	 * told so before anything is sent.
	 */
	@GetMapping("/console/series/{series}/export")
	void export(@PathVariable String series, @RequestParam(required = false) @Nullable Span span,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to,
			@RequestParam(defaultValue = "XLSX") Form form, HttpServletResponse response, Locale locale)
			throws IOException {
		var facts = telemetry.series(TelemetryQueries.number(series));
		var during = Span.of(span, from, to, clock.now());
		if (form == Form.XLSX && telemetry.isMoreThan(facts.id(), during[0], during[1], SHEET)) {
			throw new RuleBroken("production.telemetry.too-many-rows", SHEET);
		}
		var rows = Stream
			.iterate(telemetry.measured(facts.id(), during[0], during[1], PART), part -> !part.isEmpty(),
					part -> telemetry.measured(facts.id(), part.getLast().at().plusNanos(1_000), during[1], PART))
			.flatMap(List::stream)
			.map(it -> List.of(Cell.text(TIME.format(it.at())), Cell.number(BigDecimal.valueOf(it.value())),
					Cell.text(messages.getMessage("production.curve.quality." + it.quality(), null, locale))))
			.iterator();
		var heads = List.of(messages.getMessage("production.curve.time", null, locale),
				facts.name() + " " + facts.unit(), messages.getMessage("production.curve.quality", null, locale));
		response.setContentType((form == Form.XLSX)
				? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv;charset=UTF-8");
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
				ContentDisposition.attachment()
					.filename(facts.sn() + "-" + facts.key() + "." + form.name().toLowerCase(Locale.ROOT),
							StandardCharsets.UTF_8)
					.build()
					.toString());
		if (form == Form.XLSX) {
			SheetExport.xlsx(response.getOutputStream(), facts.sn() + " " + facts.key(), heads, rows);
		}
		else {
			SheetExport.csv(response.getOutputStream(), heads, rows);
		}
	}

	/**
	 * @param on the day whose gaps are looked for; yesterday when absent
	 */
	@GetMapping("/console/data-quality")
	String quality(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate on,
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
		var day = (on != null && !on.isAfter(clock.today())) ? on : clock.today().minusDays(1);
		model.addAttribute("on", day);
		model.addAttribute("gapIntervals", SeriesQuality.GAP);
		model.addAttribute("channels", qualities.ofDay(ids, day));
		model.addAttribute("clocks", qualities.clocks(clock.today().minusDays(WEEK - 1)));
		return "production/iot/quality";
	}

	/** Between which readings of a day nothing came. */
	@GetMapping("/console/data-quality/{series}")
	String gaps(@PathVariable String series,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate on,
			Model model) {
		var id = TelemetryQueries.number(series);
		var day = (on != null && !on.isAfter(clock.today())) ? on : clock.today().minusDays(1);
		model.addAttribute("s", telemetry.series(id));
		model.addAttribute("on", day);
		model.addAttribute("gapIntervals", SeriesQuality.GAP);
		model.addAttribute("gaps", qualities.gaps(id, day));
		return "production/iot/gaps";
	}

}
