package cn.jinfu.production.weather;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.production.operation.Weather;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.format.annotation.DateTimeFormat;
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

/**
 * The county's weather by township, and the short table into which a forecast is typed.
 */
@Controller
@RequestMapping("/console/weather")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('console:open') and hasAuthority('production:weather:view')")
class WeatherPages {

	private static final String PATH = "/console/weather";

	private static final String PAGE = "production/weather/county";

	private static final String FORM = "production/weather/forecast-form";

	/** Days and parts that the table has. */
	private static final int ROWS = WeatherAdvices.DAYS * DayPart.values().length;

	/** One line of the table; its day and part are given by its place. */
	record RowForm(@Nullable Weather sky, @Nullable BigDecimal rainMm, @Nullable Integer windLevel,
			@Nullable BigDecimal tempMin, @Nullable BigDecimal tempMax, @Nullable WeatherWarning warning,
			@Nullable @Size(max = 120) String warningText) {

		static final RowForm BLANK = new RowForm(null, null, null, null, null, null, null);

		boolean blank() {
			return sky == null && rainMm == null && windLevel == null && tempMin == null && tempMax == null
					&& (warning == null || warning == WeatherWarning.NONE)
					&& (warningText == null || warningText.isBlank());
		}

	}

	/**
	 * @param from the day of the first lines, as the form was opened
	 */
	record ForecastForm(@Nullable @NotBlank String division, @Nullable @NotBlank @Size(max = 60) String source,
			@Nullable @NotNull @DateTimeFormat(pattern = "yyyy-MM-dd'T'HH:mm") LocalDateTime issuedAt,
			@Nullable @NotNull LocalDate from, @Nullable List<@Valid RowForm> rows) {

		/** As many lines as the page has, whatever was sent. */
		ForecastForm {
			var lines = new ArrayList<>(Objects.requireNonNullElse(rows, List.<RowForm>of()));
			while (lines.size() < ROWS) {
				lines.add(RowForm.BLANK);
			}
			lines.replaceAll(it -> Objects.requireNonNullElse(it, RowForm.BLANK));
			rows = lines.subList(0, ROWS);
		}

		/** The day of that line. */
		public LocalDate day(int row) {
			return Objects.requireNonNull(from).plusDays(row / DayPart.values().length);
		}

		/** The part of the day of that line. */
		public DayPart part(int row) {
			return DayPart.values()[row % DayPart.values().length];
		}

		private List<Integer> filled() {
			var filled = new ArrayList<Integer>();
			for (var i = 0; i < ROWS; i++) {
				if (!Objects.requireNonNull(rows).get(i).blank()) {
					filled.add(i);
				}
			}
			return filled;
		}

		private Forecasts.Row row(int place) {
			var line = Objects.requireNonNull(rows).get(place);
			var sky = line.sky();
			var warning = line.warning();
			return new Forecasts.Row(division, day(place).toString(), part(place).name(),
					(sky != null) ? sky.name() : null, line.rainMm(), null, line.windLevel(), line.tempMin(),
					line.tempMax(), (warning != null) ? warning.name() : null, line.warningText());
		}

		private Forecasts.Issue issue(List<Integer> places) {
			return new Forecasts.Issue(source, Objects.requireNonNull(issuedAt).atZone(BusinessClock.ZONE).toInstant(),
					places.stream().map(this::row).toList(), false);
		}

	}

	private final WeatherAdvices advices;

	private final Forecasts forecasts;

	private final Stations stations;

	private final Divisions divisions;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping
	String county(Model model) {
		model.addAttribute("county", advices.county());
		return PAGE;
	}

	/** One township: what counts, and every edition of a day. */
	@GetMapping("/{townshipId}")
	String township(@PathVariable String townshipId, @RequestParam(required = false) @Nullable String day,
			Model model) {
		var on = Forecasts.asked(day, clock.today());
		model.addAttribute("works", advices.days(List.of(WeatherWork.values()), townshipId,
				on.isBefore(clock.today()) ? clock.today() : on));
		model.addAttribute("day", on);
		model.addAttribute("name", divisions.name(new DivisionCode(townshipId)));
		model.addAttribute("township", townshipId);
		model.addAttribute("editions", forecasts.editions(townshipId, on));
		return "production/weather/township";
	}

	@GetMapping("/new")
	@PreAuthorize("hasAuthority('production:weather:enter')")
	String blank(@RequestParam(required = false) @Nullable String division, Model model) {
		var now = clock.now().atZone(BusinessClock.ZONE).toLocalDateTime().truncatedTo(ChronoUnit.MINUTES);
		model.addAttribute("form", new ForecastForm(division, null, now, clock.today(), null));
		choices(model);
		return FORM;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('production:weather:enter')")
	ModelAndView enter(@Valid @ModelAttribute("form") ForecastForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> {
			var places = form.filled();
			forecasts.enter(form.issue(places), places);
			return PATH + "/" + form.division();
		}, FORM);
	}

	@GetMapping("/stations")
	@PreAuthorize("hasAuthority('production:weather:enter')")
	String stations(Model model) {
		model.addAttribute("stations", stations.all());
		model.addAttribute("gauges", Measured.Gauge.values());
		return "production/weather/stations";
	}

	@PostMapping("/stations/{deviceId}/naming")
	@PreAuthorize("hasAuthority('production:weather:enter')")
	ModelAndView name(@PathVariable UUID deviceId, Model model) {
		return act(deviceId + "/naming", () -> stations.name(deviceId), model);
	}

	@PostMapping("/stations/{deviceId}/dropping")
	@PreAuthorize("hasAuthority('production:weather:enter')")
	ModelAndView drop(@PathVariable UUID deviceId, Model model) {
		return act(deviceId + "/dropping", () -> stations.drop(deviceId), model);
	}

	private ModelAndView act(String action, Runnable command, Model model) {
		return RefusedAct.submit(PATH + "/stations/" + action, "", command, PATH + "/stations",
				() -> new ModelAndView(stations(model)), messages);
	}

	private void choices(Model model) {
		model.addAttribute("townships",
				forecasts.offered().stream().map(it -> new Choice(it.code().value(), it.name())).toList());
		model.addAttribute("skies", Weather.values());
		model.addAttribute("warnings", WeatherWarning.values());
	}

}
