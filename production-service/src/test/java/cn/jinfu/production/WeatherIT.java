package cn.jinfu.production;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.PortalCard;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.iot.device.DeviceCommands;
import cn.jinfu.production.iot.device.DeviceProduct;
import cn.jinfu.production.iot.device.DeviceProducts;
import cn.jinfu.production.iot.device.DeviceQueries;
import cn.jinfu.production.iot.device.KnownDevices;
import cn.jinfu.production.iot.device.Protocol;
import cn.jinfu.production.iot.device.SeriesKind;
import cn.jinfu.production.iot.telemetry.Intake;
import cn.jinfu.production.operation.OperationCommands;
import cn.jinfu.production.operation.OperationKind;
import cn.jinfu.production.planting.Planting;
import cn.jinfu.production.planting.PlantingCommands;
import cn.jinfu.production.planting.SeasonPart;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.PlotCommands;
import cn.jinfu.production.weather.AdviceRule;
import cn.jinfu.production.weather.AdviceRules;
import cn.jinfu.production.weather.DayPart;
import cn.jinfu.production.weather.Forecasts;
import cn.jinfu.production.weather.Forecasts.Row;
import cn.jinfu.production.weather.Forecasts.RowOutcome;
import cn.jinfu.production.weather.Stations;
import cn.jinfu.production.weather.WeatherAdvices;
import cn.jinfu.production.weather.WeatherMeasure;
import cn.jinfu.production.weather.WeatherVerdict;
import cn.jinfu.production.weather.WeatherWarning;
import cn.jinfu.production.weather.WeatherWork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

/**
 * Forecasts, stations, decided limits, and what farms are told; a federation for each.
 */
class WeatherIT extends WithPages {

	private static final String TOWNSHIP = "330482101";

	private static final String NEXT = "330482102";

	private static final String SPRAY = "production.message.weather-spray";

	private static final String HARVEST = "production.message.weather-harvest";

	private static final String OFFICE = "县气象台";

	private static final Set<String> STAFF = Set.of("console:open", "production:weather:view",
			"production:weather:enter", "production:weather:decide", "production:weather:confirm",
			"production:device:manage", "production:device:view", "production:input:edit", "production:operation:view");

	private static final Set<String> FARM = Set.of("portal:open", "production:weather:view", "production:plot:view",
			"production:plot:register", "production:planting:view", "production:planting:record",
			"production:operation:view", "production:operation:record");

	@Autowired
	Forecasts forecasts;

	@Autowired
	AdviceRules rules;

	@Autowired
	WeatherAdvices advices;

	@Autowired
	Stations stations;

	@Autowired
	DeviceProducts products;

	@Autowired
	DeviceCommands devices;

	@Autowired
	DeviceQueries deviceQueries;

	@Autowired
	KnownDevices known;

	@Autowired
	Intake intake;

	@Autowired
	PlotCommands plots;

	@Autowired
	PlantingCommands plantings;

	@Autowired
	OperationCommands operations;

	@Autowired
	InputCatalogue inputs;

	@Autowired
	InputHoldings holdings;

	@Autowired
	List<JobDefinition> jobs;

	@Autowired
	List<PortalCard> cards;

	@MockitoSpyBean
	MemberMessages messages;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	private final String tenant = "w" + Ids.next().toString().replace("-", "").substring(22);

	private final UUID farm = Ids.next();

	private final Actor first = person("first", Scope.ALL, STAFF);

	private final Actor second = person("second", Scope.ALL, STAFF);

	private final Actor farmer = person("farm", Scope.member(farm), FARM);

	/** At seven in the morning, whenever the test runs. */
	private Instant now;

	private LocalDate today;

	@BeforeEach
	void aFederation() {
		today = clock.today();
		now = today.atTime(7, 0).atZone(BusinessClock.ZONE).toInstant();
		federation(tenant);
		member(farm);
	}

	@Test
	void anIssueIsTakenRowByRowAndOnce() {
		var rows = List.of(dry(TOWNSHIP, 0, DayPart.MORNING), row("110101001", 0, DayPart.MORNING, "0", "2"),
				new Row(TOWNSHIP, "tomorrow", "MORNING", null, BigDecimal.ZERO, BigDecimal.ONE, null, BigDecimal.ONE,
						BigDecimal.TEN, null, null),
				row(TOWNSHIP, 16, DayPart.MORNING, "0", "2"),
				new Row(TOWNSHIP, day(0), "NOON", null, BigDecimal.ZERO, BigDecimal.ONE, null, BigDecimal.ONE,
						BigDecimal.TEN, null, null),
				row(TOWNSHIP, 1, DayPart.MORNING, "-1", "2"), row(TOWNSHIP, 1, DayPart.MORNING, "0.25", "2"),
				new Row(TOWNSHIP, day(1), "MORNING", null, BigDecimal.ZERO, null, null, BigDecimal.ONE, BigDecimal.TEN,
						null, null),
				new Row(TOWNSHIP, day(1), "MORNING", null, BigDecimal.ZERO, null, 18, BigDecimal.ONE, BigDecimal.TEN,
						null, null),
				new Row(TOWNSHIP, day(1), "MORNING", null, BigDecimal.ZERO, null, 3, BigDecimal.TEN, BigDecimal.ONE,
						null, null),
				new Row(TOWNSHIP, day(1), "MORNING", "FOG", BigDecimal.ZERO, null, 3, BigDecimal.ONE, BigDecimal.TEN,
						null, null),
				new Row(TOWNSHIP, day(1), "MORNING", "RAIN", BigDecimal.ZERO, null, 3, BigDecimal.ONE, BigDecimal.TEN,
						"RED", null),
				dry(NEXT, 0, DayPart.MORNING));

		var results = as(first, () -> take(now, rows));

		assertThat(results).extracting(it -> (it.why() != null) ? it.why().code() + " " + it.why().field() : "stored")
			.containsExactly("stored", "production.weather.division division", "production.weather.day day",
					"production.weather.day day", "production.weather.word part", "production.weather.rain rainMm",
					"production.weather.rain rainMm", "production.weather.wind windLevel",
					"production.weather.wind windLevel", "production.weather.temperature tempMax",
					"production.weather.word sky", "production.weather.warning-text warningText", "stored");
		assertThat(as(first, () -> take(now, rows))).extracting(Forecasts.Result::outcome)
			.filteredOn(it -> it != RowOutcome.REFUSED)
			.containsExactly(RowOutcome.REPEATED, RowOutcome.REPEATED);
		assertThat(as(first, () -> take(now, List.of(row(TOWNSHIP, 0, DayPart.MORNING, "3", "2")))).getFirst().why())
			.extracting(Refusal::code)
			.isEqualTo("production.weather.changed");
		assertThat(editions()).isEqualTo(1);
	}

	@Test
	void anIssueThatCannotBeOneIsRefusedWhole() {
		var row = List.of(dry(TOWNSHIP, 0, DayPart.MORNING));
		assertThat(code(first, () -> forecasts.take(new Forecasts.Issue(" ", now, row, false))))
			.isEqualTo("production.weather.source");
		assertThat(code(first, () -> forecasts.take(new Forecasts.Issue(OFFICE, null, row, false))))
			.isEqualTo("production.weather.issued");
		assertThat(code(first,
				() -> forecasts.take(new Forecasts.Issue(OFFICE, clock.now().plus(Duration.ofHours(1)), row, false))))
			.isEqualTo("production.weather.issued");
		assertThat(code(first, () -> forecasts.take(new Forecasts.Issue(OFFICE, now, List.of(), false))))
			.isEqualTo("production.weather.rows");
		assertThat(code(farmer, () -> take(now, row))).isEqualTo("denied");
	}

	@Test
	void theIssueOfTheLatestHourCountsHoweverTheyArrive() throws Exception {
		limits("5.5");
		var later = now.minus(Duration.ofHours(1));
		var earlier = now.minus(Duration.ofHours(6));
		assertThat(Acts.atOnce(List.of(() -> as(first, () -> issue(later, "0", "2")),
				() -> as(second, () -> issue(earlier, "0", "9")))))
			.containsExactly("ok", "ok");

		assertThat(spraying()).isEqualTo(WeatherVerdict.ALLOWED);
		assertThat(editions()).isEqualTo(2);
		// the same issue by two at once is one, and other content under it is refused to
		// one
		var third = now.minus(Duration.ofMinutes(5));
		assertThat(Acts.twice(() -> as(first, () -> issue(third, "0", "3")))).containsExactly("ok", "ok");
		assertThat(editions()).isEqualTo(3);
		assertThatThrownBy(() -> as(first, () -> transaction.execute(
				_ -> jdbc.update("update production_weather_forecast set rain_mm = 0 where tenant_id = ?", tenant))))
			.hasStackTraceContaining("permission denied");
	}

	@Test
	void aForecastIssuedTooLongAgoCountsNoMore() {
		limits("5.5");
		as(first, () -> issue(now.minus(Duration.ofHours(25)), "0", "2"));

		assertThat(spraying()).isEqualTo(WeatherVerdict.UNKNOWN);
	}

	@Test
	void aTownshipsClerkSpeaksForItAloneAndAMachineForTheCounty() {
		var clerk = person("clerk", Scope.township(NEXT), STAFF);
		assertThat(as(clerk, () -> take(now, List.of(dry(TOWNSHIP, 0, DayPart.MORNING), dry(NEXT, 0, DayPart.MORNING))))
			.stream()
			.map(Forecasts.Result::outcome)).containsExactly(RowOutcome.REFUSED, RowOutcome.STORED);
		var id = Ids.next();
		var machine = new Actor(Actor.Kind.MACHINE, id, id, "office", "县气象台", tenant, Scope.NONE,
				Set.of("weather.write"));
		assertThat(as(machine, () -> take(now.minusSeconds(60), List.of(dry(TOWNSHIP, 0, DayPart.MORNING)))).getFirst()
			.outcome()).isEqualTo(RowOutcome.STORED);
		assertThat(code(machine, () -> advices.county())).isEqualTo("denied");
		assertThat(code(machine, () -> rules.all())).isEqualTo("denied");
	}

	@Test
	void anotherFederationSeesNothing() {
		limits("5.5");
		as(first, () -> issue(now, "0", "2"));
		var other = "w" + Ids.next().toString().replace("-", "").substring(22);
		federation(other);
		var there = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "x", "x", other, Scope.ALL, STAFF);

		assertThat(as(there, () -> advices.county())).allMatch(WeatherAdvices.Outlook::blind);
		assertThat(as(there, () -> rules.all())).isEmpty();
		assertThat(as(there, () -> BusinessClock.at(now, () -> advices.day(WeatherWork.SPRAY, TOWNSHIP, today)))
			.undecided()).isTrue();
	}

	@Test
	void limitsAreConfirmedBySomebodyElseAndOnceADay() throws Exception {
		var one = as(first, () -> rules.propose(text("5.5")));
		var other = as(first, () -> rules.propose(text("8")));
		assertThat(code(first, () -> confirm(one))).isEqualTo("production.weather.same-person");
		assertThat(as(first, this::todo)).doesNotContain("weather:" + one + ":confirm");
		assertThat(as(second, this::todo)).contains("weather:" + one + ":confirm");
		assertThat(code(person("farm", Scope.member(farm), FARM), () -> confirm(one))).isEqualTo("denied");

		Callable<?> confirmOne = () -> as(second, () -> confirm(one));
		Callable<?> confirmOther = () -> as(second, () -> confirm(other));
		var outcome = Acts.atOnce(List.of(confirmOne, confirmOther));
		assertThat(outcome).contains("ok").hasSize(2);
		assertThat(outcome).filteredOn(it -> !it.equals("ok"))
			.singleElement()
			.isIn("production.weather.edition-known", "constraint");
		var inForce = outcome.getFirst().equals("ok") ? one : other;
		assertThat(code(second, () -> confirm(inForce))).isEqualTo("production.weather.edition-wrong-state");
		assertThatThrownBy(() -> as(first, () -> transaction
			.execute(_ -> jdbc.update("update production_weather_edition set forecast_h = 1 where id = ?", inForce))))
			.hasMessageContaining("production_weather_edition_fixed_tg");
		assertThatThrownBy(() -> as(first, () -> transaction.execute(_ -> jdbc.update("""
				insert into production_weather_rule (tenant_id, edition_id, no, work, measure, bound, within_h, verdict,
				  sentence, source) values (?, ?, 9, 'SPRAY', 'WIND', 1, 0, 'NO', 'x', 'x')""", tenant, inForce))))
			.hasMessageContaining("production_weather_edition_fixed_tg");
	}

	@Test
	void limitsThatCannotBeAreRefused() {
		assertThat(refused(rule(WeatherMeasure.WIND, "0", null, 0))).isEqualTo("production.weather.bound");
		assertThat(refused(rule(WeatherMeasure.RAIN, null, null, 0))).isEqualTo("production.weather.bound");
		assertThat(refused(rule(WeatherMeasure.WARNING, null, WeatherWarning.NONE, 0)))
			.isEqualTo("production.weather.bound");
		assertThat(refused(rule(WeatherMeasure.WARNING, "3", WeatherWarning.RED, 0)))
			.isEqualTo("production.weather.bound");
		assertThat(refused(rule(WeatherMeasure.HEAT, "30", null, 73))).isEqualTo("production.weather.within");
		assertThat(refused(new AdviceRule(1, WeatherWork.SPRAY, WeatherMeasure.HEAT, BigDecimal.TEN, null, 0,
				WeatherVerdict.ALLOWED, "x", "x")))
			.isEqualTo("production.weather.verdict");
		assertThat(refused(new AdviceRule(1, WeatherWork.SPRAY, WeatherMeasure.HEAT, BigDecimal.TEN, null, 0,
				WeatherVerdict.NO, " ", "x")))
			.isEqualTo("production.weather.sentence");
		assertThat(refused(new AdviceRule(1, WeatherWork.SPRAY, WeatherMeasure.HEAT, BigDecimal.TEN, null, 0,
				WeatherVerdict.NO, "x", " ")))
			.isEqualTo("production.weather.decided");
	}

	@Test
	void aStationSpeaksOnlyOnceNamedAndWhileFresh() {
		limits("5.5");
		as(first, () -> issue(clock.now().minus(Duration.ofMinutes(10)), "0", "2"));
		var sn = "WX-" + tenant;
		var device = as(first, () -> station(sn, "windSpeed", "m/s"));
		var blind = as(first, () -> station("WB-" + tenant, "light", "klx"));
		var taken = clock.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
		send(sn, "{\"ts\":" + taken.toEpochMilli() + ",\"values\":{\"windSpeed\":9.5}}");

		assertThat(gauges(taken.plusSeconds(90))).isEmpty();
		assertThat(code(first, () -> act(() -> stations.name(blind)))).isEqualTo("production.weather.station-blind");
		assertThat(code(first, () -> act(() -> stations.name(Ids.next()))))
			.isEqualTo("production.weather.station-not-found");
		assertThat(code(person("clerk", Scope.township(NEXT), STAFF), () -> act(() -> stations.name(device))))
			.isEqualTo("production.weather.station-not-found");
		as(first, () -> act(() -> stations.name(device)));
		as(second, () -> act(() -> stations.name(device)));

		assertThat(gauges(taken.plusSeconds(90))).containsExactly("9.5");
		assertThat(gauges(taken.plus(Duration.ofHours(2)))).containsExactly("9.5");
		assertThat(gauges(taken.plus(Duration.ofHours(2)).plusSeconds(1))).isEmpty();
		as(first, () -> act(() -> stations.drop(device)));
		assertThat(gauges(taken.plusSeconds(90))).isEmpty();
	}

	@Test
	void theFarmIsToldOnceADayThatTheWeatherSpeaksAgainstItsPlan() throws Exception {
		limits("5.5");
		as(first, () -> issue(now.minus(Duration.ofHours(2)), "30", "9"));
		var planting = sow(PlotKind.OPEN_FIELD);
		var input = pesticide();
		var plan = plan(planting, input, today.plusDays(1));
		plan(planting, input, today.plusDays(3));

		assertThat(Acts.twice(() -> job(now))).containsExactly("ok", "ok");
		job(now);
		verify(messages, times(1)).tell(eq(farm), eq(SPRAY), contains("田"), eq(today.plusDays(1)), eq("风大不打"));
		verify(messages, never()).tell(eq(farm), eq(HARVEST), any(), any(), any());
		String verdict = as(first, () -> transaction.execute(_ -> jdbc
			.queryForObject("select verdict from production_weather_told where operation_id = ?", String.class, plan)));
		assertThat(verdict).isEqualTo("NO");

		// the next day once more, and of what is being picked as well
		as(first, () -> transaction
			.execute(_ -> jdbc.update("update production_planting set state = 'HARVESTING' where id = ?", planting)));
		job(now.plus(Duration.ofDays(1)));
		verify(messages, times(1)).tell(eq(farm), eq(SPRAY), any(), eq(today.plusDays(1)), any());
	}

	@Test
	void heavyRainIsToldToWhoIsPickingInTheOpen() {
		limits("5.5");
		as(first, () -> issue(now.minus(Duration.ofHours(2)), "30", "2"));
		var open = sow(PlotKind.OPEN_FIELD);
		var house = sow(PlotKind.GREENHOUSE);
		as(first, () -> transaction.execute(_ -> jdbc
			.update("update production_planting set state = 'HARVESTING' where id in (?, ?)", open, house)));

		job(now);
		job(now);

		verify(messages, times(1)).tell(eq(farm), eq(HARVEST), any(), eq(today.plusDays(1)), eq("雨前收"));
	}

	@Test
	void goodWeatherAndNoWeatherAreNotTold() {
		limits("5.5");
		var planting = sow(PlotKind.OPEN_FIELD);
		plan(planting, pesticide(), today.plusDays(1));
		job(now);
		as(first, () -> issue(now.minus(Duration.ofHours(2)), "0", "2"));
		job(now);
		verify(messages, never()).tell(eq(farm), eq(SPRAY), any(), any(), any());
	}

	@Test
	void thePhoneAndTheConsoleShowIt() {
		sow(PlotKind.OPEN_FIELD);
		assertThat(as(farmer, () -> advices.spraying(farm))).singleElement().satisfies(it -> {
			assertThat(it.township()).isEqualTo(TOWNSHIP);
			assertThat(it.blind()).isTrue();
		});
		limits("5.5");
		as(first, () -> issue(clock.now(), "0", "9"));

		assertThat(as(farmer, () -> cards.stream().flatMap(it -> it.content(farmer).stream()).toList()))
			.anyMatch(it -> it.template().equals("production/portal/weather :: spraying"));
		assertThat(open(first, "/console/weather")).contains(OFFICE);
		assertThat(open(first, "/console/weather/" + TOWNSHIP + "?day=" + today.plusDays(1))).contains("不要做", "风大不打",
				"现用", OFFICE);
		assertThat(open(first, "/console/weather/stations")).contains("windSpeed");
		assertThat(open(first, "/console/weather-rules")).contains("风大不打", "5.5");
		assertThat(open(first, "/console/weather-rules/new")).contains("风大不打");
		assertThat(open(first, "/console/weather/new?division=" + TOWNSHIP)).contains("rows[11].rainMm");
		assertThat(open(farmer, "/portal/operations/new?kind=SPRAY&on=" + today.plusDays(1))).contains("风大不打");
		assertThat(answer(farmer, get("/console/weather")).getStatus()).isEqualTo(403);
		assertThat(open(farmer, "/api/v1/weather-advice/" + TOWNSHIP + "?day=" + today.plusDays(1)))
			.contains("\"verdict\":\"NO\"");
	}

	@Test
	void theTableOnThePageIsStoredWholeOrNotAtAll() {
		var form = post("/console/weather").param("division", TOWNSHIP)
			.param("source", OFFICE)
			.param("issuedAt", clock.now().atZone(BusinessClock.ZONE).toLocalDateTime().toString().substring(0, 16))
			.param("from", today.toString())
			.param("rows[0].rainMm", "0")
			.param("rows[0].windLevel", "3")
			.param("rows[0].tempMin", "10")
			.param("rows[0].tempMax", "20")
			.param("rows[4].rainMm", "2");
		var refused = answer(first, form);
		assertThat(refused.getStatus()).isEqualTo(422);
		assertThat(words(refused)).contains("#rows[4].windLevel");
		assertThat(editions()).isZero();

		assertThat(status(first,
				form.param("rows[4].windLevel", "4").param("rows[4].tempMin", "8").param("rows[4].tempMax", "15")))
			.isEqualTo(302);
		assertThat(editions()).isEqualTo(1);
	}

	@Test
	void aMachineIsAnsweredRowByRow() {
		var body = """
				{"source": "县气象台", "issuedAt": "%s", "rows": [
				 {"division": "%s", "day": "%s", "part": "NIGHT", "rainMm": 0, "windMs": 2.5, "tempMin": 3, "tempMax": 9},
				 {"division": "%s", "day": "%s", "part": "DUSK", "rainMm": 0, "windMs": 2.5, "tempMin": 3, "tempMax": 9}]}"""
			.formatted(clock.now(), TOWNSHIP, day(0), TOWNSHIP, day(0));
		var id = Ids.next();
		var machine = new Actor(Actor.Kind.MACHINE, id, id, "office", OFFICE, tenant, Scope.NONE,
				Set.of("weather.write"));
		assertThat(words(answer(machine,
				post("/api/v1/weather-forecasts").contentType(MediaType.APPLICATION_JSON).content(body))))
			.contains("\"stored\":1", "\"refused\":1", "\"code\":\"production.weather.word\"", "\"field\":\"part\"");
		var stranger = new Actor(Actor.Kind.MACHINE, id, id, "bank", "bank", tenant, Scope.NONE, Set.of("cases.read"));
		assertThat(status(stranger,
				post("/api/v1/weather-forecasts").contentType(MediaType.APPLICATION_JSON).content(body)))
			.isEqualTo(403);
	}

	private List<String> gauges(Instant when) {
		return as(first, () -> BusinessClock.at(when, () -> advices.county())).stream()
			.flatMap(it -> it.measured().stream())
			.map(it -> it.value().toPlainString())
			.toList();
	}

	private WeatherVerdict spraying() {
		return as(first, () -> BusinessClock.at(now, () -> advices.day(WeatherWork.SPRAY, TOWNSHIP, today))).verdict();
	}

	private int editions() {
		return as(first, () -> forecasts.editions(TOWNSHIP, today)).stream()
			.filter(it -> it.part() == DayPart.MORNING)
			.toList()
			.size();
	}

	private List<Forecasts.Result> take(Instant issuedAt, List<Row> rows) {
		return BusinessClock.at(now, () -> forecasts.take(new Forecasts.Issue(OFFICE, issuedAt, rows, false)));
	}

	/** All parts of four days alike. */
	private UUID issue(Instant issuedAt, String rain, String wind) {
		var rows = new ArrayList<Row>();
		for (int day = 0; day < 4; day++) {
			for (var part : DayPart.values()) {
				rows.add(row(TOWNSHIP, day, part, rain, wind));
			}
		}
		var results = forecasts.take(new Forecasts.Issue(OFFICE, issuedAt, rows, false));
		assertThat(results).allMatch(it -> it.why() == null);
		return Ids.next();
	}

	private Row dry(String township, int day, DayPart part) {
		return row(township, day, part, "0", "2");
	}

	private Row row(String township, int day, DayPart part, String rain, String wind) {
		return new Row(township, day(day), part.name(), null, new BigDecimal(rain), new BigDecimal(wind), null,
				new BigDecimal("10"), new BigDecimal("20"), null, null);
	}

	private String day(int ahead) {
		return today.plusDays(ahead).toString();
	}

	private void limits(String wind) {
		var id = as(first, () -> rules.propose(text(wind)));
		as(second, () -> confirm(id));
	}

	private AdviceRules.Text text(String wind) {
		return new AdviceRules.Text(today.minusDays(1), "会议", 24,
				List.of(new AdviceRule(1, WeatherWork.SPRAY, WeatherMeasure.WIND, new BigDecimal(wind), null, 0,
						WeatherVerdict.NO, "风大不打", "测试"),
						new AdviceRule(2, WeatherWork.HARVEST, WeatherMeasure.RAIN, new BigDecimal("25"), null, 0,
								WeatherVerdict.NO, "雨前收", "测试")),
				false);
	}

	private static AdviceRule rule(WeatherMeasure measure, @Nullable String bound, @Nullable WeatherWarning warning,
			int hours) {
		return new AdviceRule(1, WeatherWork.SPRAY, measure, (bound != null) ? new BigDecimal(bound) : null, warning,
				hours, WeatherVerdict.NO, "x", "x");
	}

	private String refused(AdviceRule rule) {
		return code(first, () -> rules.propose(new AdviceRules.Text(today, "会议", 24, List.of(rule), false)));
	}

	private UUID confirm(UUID id) {
		rules.confirm(id);
		return id;
	}

	private UUID station(String sn, String key, String unit) {
		var product = products.register(new DeviceProduct(Ids.next(), sn, "站", "某厂", Protocol.HTTP, 600,
				List.of(new DeviceProduct.Property(key, key, unit, SeriesKind.GAUGE, 1, 0.0, 60.0)), List.of()));
		var device = devices.register(new DeviceCommands.Register(sn, "田头站", product, farm, null));
		devices.rotate(device, deviceQueries.view(device).version());
		return device;
	}

	private void send(String sn, String body) {
		intake
			.take(known.bySn(tenant, sn).orElseThrow(), new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
			.join();
	}

	private UUID sow(PlotKind kind) {
		return as(farmer, () -> {
			var plot = plots.register(farm, new Plot.Description("田" + Ids.next().toString().substring(30), kind,
					new DivisionCode(TOWNSHIP), "示例村", AreaMu.of("5"), null, null), null, true);
			return plantings.sow(plot, new Planting.Description("watermelon", "早佳", SeasonPart.AUTUMN,
					today.minusDays(30), AreaMu.of("2")));
		});
	}

	private UUID pesticide() {
		return as(first, () -> transaction.execute(_ -> {
			var input = inputs
				.add(new InputCatalogue.NewInput("药", InputKind.PESTICIDE, "T" + Ids.next().toString().substring(20),
						null, "某厂", List.of("苯醚甲环唑"), "水分散粒剂", InputUnit.G, null, null, true, true));
			holdings.credit(new InputHoldings.Movement(farm, input, "L1", new BigDecimal("500"),
					InputHoldings.Source.SALE, Ids.next(), today.minusDays(20)));
			return input;
		}));
	}

	private UUID plan(UUID planting, UUID input, LocalDate on) {
		return as(farmer,
				() -> operations.plan(new OperationCommands.Done(Ids.next(), List.of(planting), OperationKind.SPRAY, on,
						new OperationCommands.InputUsed(input, "L1", BigDecimal.TEN, null, null), null, null, null)));
	}

	private UUID job(Instant when) {
		return as(Actor.system(tenant),
				() -> BusinessClock.at(when,
						() -> act(() -> jobs.stream()
							.filter(it -> it.name().equals("production.weather-warnings"))
							.findFirst()
							.orElseThrow()
							.run(today))));
	}

	private void federation(String code) {
		jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, '330482')", code, code);
	}

	private void member(UUID id) {
		as(first, () -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?)""", id, tenant,
				String.format("M-%010d", Math.abs(id.getLeastSignificantBits() % 10_000_000_000L)), today)));
	}

	private Actor person(String login, Scope scope, Set<String> permissions) {
		var id = Ids.next();
		return new Actor(Actor.Kind.PERSON, id, id, login, "测试", tenant, scope, permissions);
	}

	private static String code(Actor actor, Supplier<?> body) {
		return Acts.code(() -> as(actor, body::get));
	}

}
