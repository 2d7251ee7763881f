package cn.jinfu.production;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.operation.OperationCommands;
import cn.jinfu.production.planting.Planting;
import cn.jinfu.production.planting.PlantingCommands;
import cn.jinfu.production.planting.SeasonPart;
import cn.jinfu.production.plot.BoundaryCommands;
import cn.jinfu.production.plot.BoundarySource;
import cn.jinfu.production.plot.Corner;
import cn.jinfu.production.plot.Datum;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.PlotCommands;
import cn.jinfu.production.service.campaign.CampaignRun;
import cn.jinfu.production.service.campaign.CampaignState;
import cn.jinfu.production.service.campaign.Campaigns;
import cn.jinfu.production.service.order.ServiceOrderCommands;
import cn.jinfu.production.service.order.ServiceOrderQueries;
import cn.jinfu.production.service.order.ServiceOrderState;
import cn.jinfu.production.service.order.ServiceOrderView;
import cn.jinfu.production.service.provider.MachineKind;
import cn.jinfu.production.service.provider.Providers;
import cn.jinfu.production.service.provider.ServiceItem;
import cn.jinfu.production.service.provider.ServiceUnit;
import cn.jinfu.production.service.provider.Terrain;
import cn.jinfu.production.service.provider.Station;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

class ServicesIT extends WithPages {

	private static final String TENANT = "330482";

	private static final Set<String> OFFICER = Set.of("console:open", "production:service:view",
			"production:service:manage", "production:input:edit", "production:planting:view");

	private static final Set<String> FARM = Set.of("portal:open", "production:plot:view", "production:plot:register",
			"production:planting:view", "production:planting:record", "production:operation:view",
			"production:operation:record", "production:service:view", "production:service:order",
			"production:service:provide");

	@Autowired
	Providers providers;

	@Autowired
	ServiceOrderCommands orders;

	@Autowired
	ServiceOrderQueries queries;

	@Autowired
	Campaigns campaigns;

	@Autowired
	CampaignRun campaignRun;

	@Autowired
	InputCatalogue inputs;

	@Autowired
	InputHoldings holdings;

	@Autowired
	PlantingFacts facts;

	@Autowired
	PlotCommands plots;

	@Autowired
	BoundaryCommands boundaries;

	@Autowired
	PlantingCommands plantings;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	private final UUID farm = Ids.next();

	private final UUID server = Ids.next();

	private final String run = Ids.next().toString().substring(24);

	private UUID provider;

	private UUID menu;

	private UUID machine;

	private UUID planting;

	private LocalDate today;

	@BeforeEach
	void world() {
		today = clock.today();
		jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, ?) on conflict do nothing",
				TENANT, TENANT, "330482");
		member(farm);
		member(server);
		asOfficer(() -> {
			provider = providers.admit(new Providers.ProviderText(server, "0573-1", List.of("330482101"), null,
					Terrain.PLAIN, true, true));
			menu = offer(ServiceItem.TILL, "机耕" + run, "68.05", "10");
			machine = providers.register(provider,
					new Providers.MachineText("拖拉机" + run, MachineKind.TRACTOR, "浙04-1", true));
			return menu;
		});
		planting = sow("330482101");
	}

	private UUID offer(ServiceItem item, String name, String price, String perDay) {
		return providers.offer(provider, new Providers.MenuText(item, name, ServiceUnit.MU, Money.of(price), today,
				today.plusDays(60), new BigDecimal(perDay), null, Set.of(), true));
	}

	private UUID sow(String division) {
		return sow(division, "甲");
	}

	private UUID sow(String division, String name) {
		return asFarm(() -> {
			var plot = plots.register(farm, new Plot.Description("棚" + run + division + name, PlotKind.GREENHOUSE,
					new DivisionCode(division), "示例村", AreaMu.of("10"), null, null), null, true);
			return plantings.sow(plot, new Planting.Description("watermelon", "早佳", SeasonPart.AUTUMN,
					today.minusDays(60), AreaMu.of("8")));
		});
	}

	private void member(UUID id) {
		asOfficer(() -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?) on conflict do nothing""", id,
				TENANT, String.format("M-%010d", Math.abs(id.getLeastSignificantBits() % 10_000_000_000L)), today)));
	}

	@Test
	void anOrderGoesFromTheWishToThePayment() {
		var order = place("2.5", today.plusDays(2));
		assertThat(asServer(this::todo)).contains("service-order:" + order + ":take");
		serve(order, v -> orders.take(order, v));
		assertThat(asServer(this::todo)).contains("service-order:" + order + ":dispatch");
		serve(order, v -> orders.dispatch(order, plan(machine, 8, 12), v));
		serve(order, v -> orders.start(order, v));
		assertThat(code(order, v -> orders.report(order, report("2.63", null, false, "0"), v)))
			.isEqualTo("production.service-order.too-much");
		serve(order, v -> orders.report(order, report("2.62", null, false, "0"), v));
		var operation = view(order).operationId();
		assertThat(operation).isNotNull();
		assertThat(asFarm(this::todo)).contains("service-order:" + order + ":accept");
		own(order, v -> orders.complain(order, "田角没耕到", v));
		assertThat(asServer(this::todo)).contains("service-order:" + order + ":rework");
		serve(order, v -> orders.start(order, v));
		serve(order, v -> orders.report(order, report("2.5", null, false, "0"), v));
		assertThat(Acts
			.code(() -> asFarm(() -> act(() -> orders.accept(order, new BigDecimal("2.51"), 5, version(order))))))
			.isEqualTo("production.service-order.accepted");
		own(order, v -> orders.accept(order, new BigDecimal("2.47"), 4, v));
		serve(order, v -> orders.bill(order, v));
		// 2.47 x 68.05 = 168.0835
		assertThat(view(order).amount()).isEqualTo(Money.of("168.08"));
		assertThat(code(order, v -> orders.pay(order, today.plusDays(1), "转账", v)))
			.isEqualTo("production.service-order.paid-on");
		serve(order, v -> orders.pay(order, today, "转账 1", v));
		assertThat(view(order).state()).isEqualTo(ServiceOrderState.PAID);
		Long uses = asOfficer(() -> transaction.execute(_ -> jdbc.queryForObject("""
				select count(*) from member_service_use
				 where member_id = ? and kind = 'FIELD_SERVICE' and source = 'production.service-order'""", Long.class,
				farm)));
		assertThat(uses).isOne();
		Long records = asOfficer(() -> transaction.execute(_ -> jdbc.queryForObject("""
				select count(*) from production_operation_planting where planting_id = ?""", Long.class, planting)));
		assertThat(records).isEqualTo(2);
	}

	@Test
	void silenceIsTakenForAgreementOnlyAfterTheFarmWasTold() {
		var order = place("2.5", today.plusDays(2));
		serve(order, v -> orders.take(order, v));
		serve(order, v -> orders.dispatch(order, plan(null, 8, 12), v));
		serve(order, v -> orders.start(order, v));
		serve(order, v -> orders.report(order, report("2.4", null, false, "0"), v));

		// told late, the farm has its five days all the same
		asSystem(() -> orders.settleSilence(today.plusDays(4)));
		assertThat(view(order).acceptWarnedOn()).isNull();
		asSystem(() -> orders.settleSilence(today.plusDays(8)));
		assertThat(view(order).acceptWarnedOn()).isEqualTo(today.plusDays(8));
		asSystem(() -> orders.settleSilence(today.plusDays(12)));
		assertThat(view(order).state()).isEqualTo(ServiceOrderState.REPORTED);
		asSystem(() -> orders.settleSilence(today.plusDays(13)));
		assertThat(view(order).state()).isEqualTo(ServiceOrderState.ACCEPTED);
		assertThat(view(order).acceptedSilently()).isTrue();
		assertThat(view(order).acceptedQuantity()).isEqualByComparingTo("2.4");
		assertThat(open(actor("farm", Scope.member(farm), FARM), "/portal/service-orders/" + order)).contains("视为验收");
		serve(order, v -> orders.bill(order, v));
		assertThat(view(order).amount()).isEqualTo(Money.of("163.32"));
	}

	@Test
	void aFarmThatSpokeIsNotTakenToAgree() {
		var order = place("2.5", today.plusDays(2));
		serve(order, v -> orders.take(order, v));
		serve(order, v -> orders.dispatch(order, plan(null, 8, 12), v));
		serve(order, v -> orders.start(order, v));
		serve(order, v -> orders.report(order, report("2.4", null, false, "0"), v));
		asSystem(() -> orders.settleSilence(today.plusDays(5)));
		own(order, v -> orders.complain(order, "田角没耕到", v));
		asSystem(() -> orders.settleSilence(today.plusDays(30)));
		assertThat(view(order).state()).isEqualTo(ServiceOrderState.REWORK);
		serve(order, v -> orders.start(order, v));
		serve(order, v -> orders.report(order, report("2.5", null, false, "0"), v));
		assertThat(view(order).acceptWarnedOn()).isNull();
	}

	@Test
	void anOrganisationKeepsItsOwnMenuAndNoOther() {
		assertThat(asServer(() -> {
			var it = providers.menu(menu);
			providers.change(menu, new Providers.MenuText(it.item(), it.name(), it.unit(), Money.of("70.00"),
					it.opensOn(), it.closesOn(), it.perDay(), null, Set.of(), true), it.version());
			return providers.menu(menu).price();
		})).isEqualTo(Money.of("70.00"));
		assertThat(Acts.code(() -> asFarm(() -> providers.offer(provider,
				new Providers.MenuText(ServiceItem.TILL, "别家", ServiceUnit.MU, Money.of("1.00"), today,
						today.plusDays(1), BigDecimal.ONE, null, Set.of(), true)))))
			.isEqualTo("production.provider.none");
		var server = actor("server", Scope.member(this.server), FARM);
		assertThat(open(server, "/portal/service-desk")).contains("/portal/service-desk/menus/" + menu);
		open(server, "/portal/service-desk/menus/new");
		assertThat(open(server, "/portal/service-desk/menus/" + menu)).contains("70.00");
		assertThat(answer(server,
				post("/portal/service-desk/menus").param("item", "TILL")
					.param("name", "新" + run)
					.param("unit", "MU")
					.param("price", "12.00")
					.param("opensOn", today.toString())
					.param("closesOn", today.plusDays(9).toString())
					.param("perDay", "5")
					.param("active", "true"))
			.getStatus()).isEqualTo(302);
		assertThat(asOfficer(() -> providers.menus(provider))).anyMatch(it -> it.name().equals("新" + run));
		assertThat(
				answer(actor("farm", Scope.member(farm), FARM), get("/portal/service-desk/menus/" + menu)).getStatus())
			.isEqualTo(403);
	}

	@Test
	void whatTheOrganisationSpraysCountsForTheSafeDayAndComesFromItsHolding() {
		var input = pesticide();
		var spray = asOfficer(() -> offer(ServiceItem.SPRAY, "打药" + run, "15.00", "50"));
		asSystem(() -> transaction.execute(_ -> {
			holdings.credit(new InputHoldings.Movement(server, input, "L1", new BigDecimal("500"),
					InputHoldings.Source.SALE, Ids.next(), today.minusDays(1)));
			return "";
		}));
		var order = asFarm(() -> orders.place(farm,
				new ServiceOrderCommands.Wish(planting, spray, new BigDecimal("8"), today, null)));
		serve(order, v -> orders.take(order, v));
		serve(order, v -> orders.dispatch(order, plan(null, 6, 9), v));
		serve(order, v -> orders.start(order, v));
		assertThat(code(order, v -> orders.report(order, report("8", null, true, "40.00"), v)))
			.isEqualTo("production.operation.input-missing");
		assertThat(code(order, v -> orders.report(order, report("8", used(input, "400"), false, "40.00"), v)))
			.isEqualTo("production.service-order.material");
		assertThat(code(order, v -> orders.report(order, report("8", used(input, "501"), true, "40.00"), v)))
			.isEqualTo("production.holding.short");
		serve(order, v -> orders.report(order, report("8", used(input, "400"), true, "40.00"), v));
		BigDecimal left = asSystem(() -> holdings.balance(server, input));
		assertThat(left).isEqualByComparingTo("100");
		assertThat(asFarm(() -> facts.find(planting)).orElseThrow().earliestHarvestOn()).isEqualTo(today.plusDays(14));
		own(order, v -> orders.accept(order, new BigDecimal("8"), null, v));
		serve(order, v -> orders.bill(order, v));
		assertThat(view(order).amount()).isEqualTo(Money.of("160.00"));
	}

	@Test
	void refusedIsWhatTheMenuDoesNotOffer() {
		var far = sow("330482102");
		var foreign = asMember(server, () -> {
			var plot = plots.register(server, new Plot.Description("外" + run, PlotKind.GREENHOUSE,
					new DivisionCode("330482101"), "示例村", AreaMu.of("10"), null, null), null, true);
			return plantings.sow(plot, new Planting.Description("watermelon", "早佳", SeasonPart.AUTUMN,
					today.minusDays(60), AreaMu.of("8")));
		});
		assertThat(place(far, "1", today)).isEqualTo("production.service-order.out-of-reach");
		assertThat(place(foreign, "1", today)).isEqualTo("production.planting.not-found");
		assertThat(place(planting, "1", today.plusDays(61))).isEqualTo("production.service-order.out-of-season");
		assertThat(place(planting, "1", today.minusDays(1))).isEqualTo("production.service-order.out-of-season");
		assertThat(place(planting, "8.5", today)).isEqualTo("production.service-order.above-area");
		assertThat(place(planting, "0", today)).isEqualTo("production.service-order.quantity");
		assertThat(place(planting, "-1", today)).isEqualTo("production.service-order.quantity");
		assertThat(Acts.code(() -> asMember(server,
				() -> orders.place(server, new ServiceOrderCommands.Wish(foreign, menu, BigDecimal.ONE, today, null)))))
			.isEqualTo("production.service-order.own");
		assertThat(Acts.code(() -> asMember(farm,
				() -> orders.place(server, new ServiceOrderCommands.Wish(foreign, menu, BigDecimal.ONE, today, null)))))
			.isEqualTo("production.member.not-yours");
		asOfficer(() -> {
			var it = providers.menu(menu);
			providers.change(menu, new Providers.MenuText(it.item(), it.name(), it.unit(), it.price(), it.opensOn(),
					it.closesOn(), it.perDay(), it.radiusKm(), Set.of(), false), it.version());
			return menu;
		});
		assertThat(place(planting, "1", today)).isEqualTo("production.service-order.not-offered");
		assertThat(Acts.code(() -> asOfficer(() -> providers
			.admit(new Providers.ProviderText(server, "1", List.of(), null, Terrain.PLAIN, true, true)))))
			.isEqualTo("production.provider.known");
		assertThat(Acts.code(() -> asFarm(() -> providers
			.admit(new Providers.ProviderText(farm, "1", List.of(), null, Terrain.PLAIN, true, true)))))
			.isEqualTo("denied");
		assertThat(Acts.code(() -> asOfficer(() -> offer(ServiceItem.SOW, " ", "1.00", "1"))))
			.isEqualTo("production.service.name-missing");
		assertThat(Acts.code(() -> asOfficer(() -> offer(ServiceItem.SOW, "a", "0.00", "1"))))
			.isEqualTo("production.service.price");
	}

	@Test
	void aMenuIsForTheCropsItNames() {
		assertThat(Acts.code(() -> asOfficer(() -> forCrops(Set.of("unicorn"))))).isEqualTo("production.crop.unknown");
		assertThat(Acts.code(() -> asOfficer(() -> transaction
			.execute(_ -> jdbc.update("update production_service_menu set crops = '{unicorn}' where id = ?", menu)))))
			.isNotEqualTo("ok");
		var before = place("1", today);
		asOfficer(() -> forCrops(Set.of("rice", "wheat")));
		assertThat(place(planting, "1", today)).isEqualTo("production.service-order.other-crop");
		// the database says the same of an order that went round the rule
		assertThat(Acts.code(() -> asOfficer(() -> transaction.execute(_ -> jdbc
			.update("""
					insert into production_service_order select (jsonb_populate_record(o, jsonb_build_object(
					  'id', gen_random_uuid(), 'no', 'X' || substr(?, 1, 8)))).* from production_service_order o where o.id = ?""",
					run, before)))))
			.isNotEqualTo("ok");
		assertThat(view(before).state()).isEqualTo(ServiceOrderState.ORDERED);
		var farmer = actor("f", Scope.member(farm), FARM);
		var name = "机耕" + run;
		assertThat(open(farmer, "/portal/services")).contains(name, "只做 水稻 小麦");
		assertThat(open(farmer, "/portal/services?plantingId=" + planting)).doesNotContain(name);
		assertThat(open(farmer, "/portal/services?item=SOW")).doesNotContain(name);
		assertThat(open(farmer, "/portal/service-orders/new?menuId=" + menu)).contains("您的地里没有种这项服务适用的作物");
		assertThat(open(farmer, "/api/v1/service-menus?crop=watermelon")).doesNotContain(menu.toString());
		assertThat(open(farmer, "/api/v1/service-menus?crop=rice&item=TILL")).contains(menu.toString());
		asOfficer(() -> forCrops(Set.of("watermelon")));
		assertThat(open(farmer, "/portal/services?item=TILL&plantingId=" + planting)).contains(name);
		place("1", today);
		assertThat(open(actor("officer", Scope.ALL, OFFICER), "/console/service-menus/" + menu + "/edit"))
			.containsPattern("value=\"watermelon\"[^>]*checked");
		assertThat(open(actor("w", Scope.member(server), FARM), "/portal/service-desk/menus/" + menu))
			.containsPattern("value=\"watermelon\"[^>]*checked");
	}

	private UUID forCrops(Set<String> crops) {
		var it = providers.menu(menu);
		providers.change(menu, new Providers.MenuText(it.item(), it.name(), it.unit(), it.price(), it.opensOn(),
				it.closesOn(), it.perDay(), it.radiusKm(), crops, true), it.version());
		return menu;
	}

	@Test
	void aServiceComesNoFartherThanItsMenuSays() {
		assertThat(Acts.code(() -> asOfficer(() -> within("30.0")))).isEqualTo("production.service.no-station");
		// a degree of longitude at 30.6 degrees north is 95.7 km: 0.3 of it 28.7
		assertThat(stationAt("120.7205", "30.6005")).isEqualTo("ok");
		asOfficer(() -> within("28.6"));
		// nobody can measure a plot that was never drawn
		place("1", today);
		draw();
		assertThat(place(planting, "1", today)).isEqualTo("production.service-order.too-far");
		asOfficer(() -> within("28.7"));
		var order = place("1", today);
		BigDecimal distance = asOfficer(() -> transaction.execute(_ -> jdbc
			.queryForObject("select distance_km from production_service_order where id = ?", BigDecimal.class, order)));
		assertThat(distance).isEqualByComparingTo("28.7");
		assertThat(open(actor("f", Scope.member(farm), FARM), "/portal/service-orders/" + order))
			.contains("离驻地 28.7 公里，服务半径 28.7 公里");
		assertThat(open(actor("officer", Scope.ALL, OFFICER), "/console/service-orders/" + order))
			.contains("离驻地 28.7 公里");
		assertThat(Acts.code(() -> asOfficer(() -> transaction
			.execute(_ -> jdbc.update("update production_service_order set distance_km = 28.8 where id = ?", order)))))
			.isNotEqualTo("ok");
		assertThat(stationAt(null, null)).isEqualTo("production.provider.station-used");
		assertThat(stationAt("120.7", null)).isEqualTo("production.provider.station");
		assertThat(stationAt("30.6", "120.7")).isEqualTo("production.provider.station");
		for (var wrong : List.of("0", "-1", "200.1", "1.25")) {
			assertThat(Acts.code(() -> asOfficer(() -> within(wrong)))).isEqualTo("production.service.radius");
		}
		var officer = actor("officer", Scope.ALL, OFFICER);
		assertThat(open(officer, "/console/service-providers/" + provider)).contains("120.7205", "28.7 km");
		assertThat(open(officer, "/console/service-providers/" + provider + "/edit")).contains("30.6005");
		assertThat(open(officer, "/console/service-menus/" + menu + "/edit")).contains("28.7");
		assertThat(open(actor("farm", Scope.member(farm), FARM), "/portal/services")).contains("28.7 公里");
	}

	private UUID within(String km) {
		var it = providers.menu(menu);
		providers.change(menu, new Providers.MenuText(it.item(), it.name(), it.unit(), it.price(), it.opensOn(),
				it.closesOn(), it.perDay(), new BigDecimal(km), Set.of(), true), it.version());
		return menu;
	}

	private String stationAt(@Nullable String lon, @Nullable String lat) {
		return Acts.code(() -> asOfficer(() -> {
			providers.change(provider,
					new Providers.ProviderText(server, "0573-1", List.of("330482101"),
							Station.of((lon != null) ? new BigDecimal(lon) : null,
									(lat != null) ? new BigDecimal(lat) : null),
							Terrain.PLAIN, true, true),
					providers.view(provider).version());
			return provider;
		}));
	}

	/** A square whose middle lies at 121.0205, 30.6005. */
	private void draw() {
		asFarm(() -> {
			var plot = facts.find(planting).orElseThrow().plotId();
			boundaries.draw(
					plot, List.of(corner("121.0200", "30.6000"), corner("121.0210", "30.6000"),
							corner("121.0210", "30.6010"), corner("121.0200", "30.6010")),
					Datum.WGS84, BoundarySource.WALKED, plots.versionOf(plot));
			return plot;
		});
	}

	private static Corner corner(String lon, String lat) {
		return new Corner(new BigDecimal(lon), new BigDecimal(lat));
	}

	@Test
	void theLastRoomOfADayGoesToOneOfTwo() throws Exception {
		place("6", today.plusDays(1));
		assertThat(Acts.twice(() -> asFarm(() -> orders.place(farm,
				new ServiceOrderCommands.Wish(planting, menu, new BigDecimal("4"), today.plusDays(1), null)))))
			.containsExactlyInAnyOrder("ok", "production.service.day-full");
		var fresh = today.plusDays(5);
		assertThat(Acts.twice(() -> asFarm(() -> orders.place(farm,
				new ServiceOrderCommands.Wish(planting, menu, new BigDecimal("8"), fresh, null)))))
			.containsExactlyInAnyOrder("ok", "production.service.day-full");
		var order = place("3", today.plusDays(7));
		var it = asFarm(() -> providers.menu(menu));
		assertThat(asFarm(() -> providers.left(it, today.plusDays(7)))).isEqualByComparingTo("7");
		serve(order, v -> orders.decline(order, "机器坏了", v));
		assertThat(asFarm(() -> providers.left(it, today.plusDays(7)))).isEqualByComparingTo("10");
	}

	@Test
	void aMachineIsInOnePlaceAtATime() throws Exception {
		var one = place("1", today.plusDays(2));
		var other = place("1", today.plusDays(2));
		serve(one, v -> orders.take(one, v));
		serve(other, v -> orders.take(other, v));
		var versions = List.of(version(one), version(other));
		assertThat(Acts.atOnce(List.of(
				() -> asServer(() -> act(() -> orders.dispatch(one, plan(machine, 8, 12), versions.getFirst()))),
				() -> asServer(() -> act(() -> orders.dispatch(other, plan(machine, 11, 13), versions.getLast()))))))
			.containsExactlyInAnyOrder("ok", "production.machine.booked");
		var held = view(one).state() == ServiceOrderState.DISPATCHED ? one : other;
		var left = held.equals(one) ? other : one;
		serve(left, v -> orders.dispatch(left, plan(machine, 13, 15), v));
		assertThat(code(left, v -> orders.dispatch(left, plan(machine, 10, 12), v)))
			.isEqualTo("production.machine.booked");
		own(held, v -> orders.cancel(held, "下雨", v));
		serve(left, v -> orders.dispatch(left, plan(machine, 9, 12), v));
		assertThat(Acts.code(() -> asOfficer(() -> providers.keep(machine, at(9), at(10), "保养"))))
			.isEqualTo("production.machine.booked");
		assertThat(Acts.code(() -> asOfficer(() -> providers.keep(machine, at(12), at(14), "保养")))).isEqualTo("ok");
		assertThat(Acts.code(() -> asFarm(() -> providers.keep(machine, at(15), at(16), "我要用"))))
			.isEqualTo("production.provider.none");
	}

	@Test
	void aCampaignSpraysManyFieldsInOneDay() throws Exception {
		var input = pesticide();
		var spray = asOfficer(() -> offer(ServiceItem.SPRAY, "统防" + run, "12.00", "50"));
		var campaign = asOfficer(() -> campaigns.announce(
				new Campaigns.Text(spray, input, "炭疽病" + run, new BigDecimal("60"), Money.of("4.50"), today, today)));
		assertThat(Acts.code(() -> asOfficer(() -> campaigns
			.announce(new Campaigns.Text(menu, input, "x", BigDecimal.ONE, Money.ZERO, today, today)))))
			.isEqualTo("production.campaign.menu");
		assertThat(Acts.twice(() -> asFarm(() -> campaigns.join(campaign, planting)))).containsExactlyInAnyOrder("ok",
				"production.campaign.joined");
		var second = sow("330482101", "乙");
		asFarm(() -> campaigns.join(campaign, second));
		var over = asOfficer(() -> campaigns
			.announce(new Campaigns.Text(spray, input, "炭疽病" + run, new BigDecimal("76"), Money.ZERO, today, today)));
		assertThat(Acts.code(() -> asFarm(() -> campaigns.join(over, planting))))
			.isEqualTo("production.campaign.label");
		var day = new CampaignRun.Day("L1", "飞防队", today.atTime(6, 0).atZone(BusinessClock.ZONE).toInstant(),
				today.atTime(9, 0).atZone(BusinessClock.ZONE).toInstant());
		assertThat(Acts.code(() -> asServer(() -> run(campaign, day)))).isEqualTo("production.campaign.wrong-state");
		asOfficer(() -> act(() -> campaigns.close(campaign, campaigns.view(campaign).version())));
		assertThat(Acts.code(() -> asFarm(() -> campaigns.join(campaign, second))))
			.isEqualTo("production.campaign.wrong-state");
		assertThat(Acts.code(() -> asFarm(() -> run(campaign, day)))).isEqualTo("production.campaign.not-found");
		// enough for one of the two: 8 x 60 g
		credit(input, "500");
		var outcomes = asServer(() -> run(campaign, day));
		assertThat(outcomes).hasSize(2);
		assertThat(outcomes.get(0).refusal()).isNull();
		assertThat(outcomes.get(1).refusal().code()).isEqualTo("production.holding.short");
		assertThat(asFarm(() -> campaigns.view(campaign)).state()).isEqualTo(CampaignState.CLOSED);
		credit(input, "500");
		var rest = asServer(() -> run(campaign, day));
		assertThat(rest).hasSize(1);
		assertThat(rest.getFirst().refusal()).isNull();
		assertThat(asFarm(() -> campaigns.view(campaign)).state()).isEqualTo(CampaignState.DONE);
		assertThat(asFarm(() -> facts.find(second)).orElseThrow().earliestHarvestOn()).isEqualTo(today.plusDays(14));
		var order = asFarm(() -> campaigns.fields(campaign)).getFirst().orderId();
		own(order, v -> orders.accept(order, new BigDecimal("8"), 5, v));
		serve(order, v -> orders.bill(order, v));
		// 8 x 12.00 + 8 x 4.50
		assertThat(view(order).amount()).isEqualTo(Money.of("132.00"));
		var off = asOfficer(() -> campaigns.announce(new Campaigns.Text(spray, input, "炭疽病" + run, new BigDecimal("60"),
				Money.ZERO, today.plusDays(3), today)));
		var dropped = asFarm(() -> campaigns.join(off, planting));
		asOfficer(() -> act(() -> campaigns.cancel(off, "大风", campaigns.view(off).version())));
		assertThat(view(dropped).state()).isEqualTo(ServiceOrderState.CANCELLED);
		assertThat(asFarm(() -> providers.left(providers.menu(spray), today.plusDays(3)))).isEqualByComparingTo("50");
		campaignPages(spray, input);
	}

	private void campaignPages(UUID spray, UUID input) {
		var officer = actor("o", Scope.ALL, OFFICER);
		var farmer = actor("f", Scope.member(farm), FARM);
		var worker = actor("w", Scope.member(server), FARM);
		assertThat(open(officer, "/console/pest-campaigns/new")).contains("统防" + run);
		var wrong = answer(officer, post("/console/pest-campaigns"));
		assertThat(wrong.getStatus()).isEqualTo(422);
		var made = answer(officer,
				post("/console/pest-campaigns").param("menuId", spray.toString())
					.param("inputId", input.toString())
					.param("pest", "炭疽病" + run)
					.param("dosePerMu", "50")
					.param("on", today.toString())
					.param("joinsUntil", today.toString()));
		assertThat(made.getStatus()).as(words(made)).isEqualTo(302);
		var path = made.getRedirectedUrl();
		var phone = path.replace("/console", "/portal");
		assertThat(open(farmer, "/portal/pest-campaigns")).contains(phone);
		assertThat(open(farmer, phone)).contains("/joining");
		assertThat(status(farmer, post(phone + "/joining"))).isEqualTo(422);
		assertThat(status(farmer, post(phone + "/joining").param("plantingId", planting.toString()))).isEqualTo(302);
		assertThat(status(farmer, post(phone + "/joining").param("plantingId", planting.toString()))).isEqualTo(422);
		assertThat(open(officer, "/console/pest-campaigns")).contains(path);
		assertThat(open(officer, path)).contains("/closing");
		assertThat(status(officer, post(path + "/closing").param("version", "0"))).isEqualTo(302);
		assertThat(open(worker, phone)).contains("/carrying-out");
		var short_ = answer(worker,
				post(phone + "/carrying-out").param("lotNo", "L9")
					.param("worker", "飞防队")
					.param("from", today + "T06:00")
					.param("to", today + "T09:00"));
		assertThat(short_.getStatus()).isEqualTo(200);
		assertThat(words(short_)).contains("各块地的结果");
	}

	@Test
	void programsRunACampaignByTheSameRules() throws Exception {
		var officer = actor("o", Scope.ALL, OFFICER);
		var farmer = actor("f", Scope.member(farm), FARM);
		var worker = actor("w", Scope.member(server), FARM);
		var stranger = Ids.next();
		member(stranger);
		var another = actor("x", Scope.member(stranger), FARM);
		var input = pesticide();
		var spray = asOfficer(() -> offer(ServiceItem.SPRAY, "统防" + run, "12.00", "50"));
		var api = "/api/v1/pest-campaigns";
		var text = "{\"menuId\":\"%s\",\"inputId\":\"" + input + "\",\"pest\":\"炭疽病" + run
				+ "\",\"dosePerMu\":%s,\"on\":\"" + today + "\",\"joinsUntil\":\"" + today + "\"}";
		assertThat(status(officer, json(api, "{}"))).isEqualTo(400);
		for (var dose : List.of("0", "-1", "\"NaN\"", "1e12", "1.0000001")) {
			assertThat(status(officer, json(api, String.format(text, spray, dose)))).as(dose).isEqualTo(400);
		}
		refused(officer, json(api, String.format(text, menu, "60")), "production.campaign.menu", "menuId");
		assertThat(status(farmer, json(api, String.format(text, spray, "60")))).isEqualTo(403);
		var made = answer(officer, json(api, String.format(text, spray, "60")));
		assertThat(made.getStatus()).as(words(made)).isEqualTo(201);
		var id = words(made).replaceAll("(?s)^\\{\"id\":\"([^\"]+)\".*", "$1");
		var path = api + "/" + id;
		assertThat(open(farmer, api)).contains(id);
		var join = "{\"plantingId\":\"" + planting + "\"}";
		assertThat(status(another, json(path + "/fields", join))).isEqualTo(404);
		assertThat(status(officer, json(path + "/fields", join))).isEqualTo(403);
		assertThat(status(farmer, json(path + "/fields", "{\"plantingId\":\"x\"}"))).isEqualTo(400);
		assertThat(status(farmer, json(api + "/" + Ids.next() + "/fields", join))).isEqualTo(404);
		var joined = answer(farmer, json(path + "/fields", join));
		assertThat(joined.getStatus()).as(words(joined)).isEqualTo(201);
		var order = words(joined).replaceAll("(?s).*\"orderId\":\"([^\"]+)\".*", "$1");
		refused(farmer, json(path + "/fields", join), "production.campaign.joined", "plantingId");
		var leaving = path + "/fields/" + order + "/leaving";
		assertThat(status(another, json(leaving, "{\"reason\":\"不打了\"}"))).isEqualTo(404);
		assertThat(status(farmer, json(leaving, "{\"reason\":\" \"}"))).isEqualTo(400);
		// an order of another campaign, or of none, is not a field of this one
		var alone = place("1", today.plusDays(1));
		assertThat(status(farmer, json(path + "/fields/" + alone + "/leaving", "{\"reason\":\"不打了\"}"))).isEqualTo(404);
		var seen = new ConcurrentLinkedQueue<Integer>();
		Acts.twice(() -> seen.add(status(farmer, json(leaving, "{\"reason\":\"不打了\"}"))));
		assertThat(seen).containsExactlyInAnyOrder(200, 409);
		assertThat(view(UUID.fromString(order)).state()).isEqualTo(ServiceOrderState.CANCELLED);
		assertThat(status(farmer, json(leaving, "{\"reason\":\"不打了\"}"))).isEqualTo(409);
		// it may join again, and its room was given back once
		assertThat(asFarm(() -> providers.left(providers.menu(spray), today))).isEqualByComparingTo("50");
		assertThat(status(farmer, json(path + "/fields", join))).isEqualTo(201);
		var day = "{\"lotNo\":\"L1\",\"worker\":\"飞防队\",\"from\":\""
				+ today.atTime(6, 0).atZone(BusinessClock.ZONE).toInstant() + "\",\"to\":\""
				+ today.atTime(9, 0).atZone(BusinessClock.ZONE).toInstant() + "\"}";
		assertThat(status(worker, json(path + "/carrying-out", day))).isEqualTo(409);
		assertThat(status(farmer, json(path + "/closing", "{\"version\":0}"))).isEqualTo(403);
		assertThat(status(officer, json(path + "/closing", "{\"version\":7}"))).isEqualTo(409);
		assertThat(open(officer, path)).contains("\"version\":0");
		assertThat(status(officer, json(path + "/closing", "{\"version\":0}"))).isEqualTo(200);
		assertThat(status(farmer, json(path + "/fields", join))).isEqualTo(409);
		assertThat(status(another, json(path + "/carrying-out", day))).isEqualTo(404);
		var short_ = answer(worker, json(path + "/carrying-out", day));
		assertThat(short_.getStatus()).isEqualTo(200);
		assertThat(words(short_)).contains("production.holding.short");
		credit(input, "500");
		var done = answer(worker, json(path + "/carrying-out", day));
		assertThat(words(done)).contains("\"code\":null").doesNotContain("production.");
		assertThat(open(farmer, path)).contains("\"DONE\"");
		assertThat(status(officer, json(path + "/cancellation", "{\"reason\":\"大风\",\"version\":2}"))).isEqualTo(409);
		assertThat(status(officer, json(path + "/cancellation", "{\"version\":2}"))).isEqualTo(400);
		assertThat(open(farmer, path + "/fields")).contains(planting.toString());
		assertThat(open(another, path + "/fields")).doesNotContain(planting.toString());
	}

	private List<CampaignRun.Outcome> run(UUID campaign, CampaignRun.Day day) {
		return campaignRun.carryOut(campaign, day);
	}

	private void credit(UUID input, String quantity) {
		asSystem(() -> transaction.execute(_ -> {
			holdings.credit(new InputHoldings.Movement(server, input, "L1", new BigDecimal(quantity),
					InputHoldings.Source.SALE, Ids.next(), today.minusDays(1)));
			return "";
		}));
	}

	@Test
	void whoseOrderItIsNotDoesNotSeeIt() {
		var order = place("1", today);
		var stranger = Ids.next();
		member(stranger);
		assertThat(Acts.code(() -> asMember(stranger, () -> queries.view(order))))
			.isEqualTo("production.service-order.not-found");
		assertThat(Acts.code(() -> asMember(stranger, () -> act(() -> orders.cancel(order, "x", 0)))))
			.isEqualTo("production.service-order.not-found");
		assertThat(Acts.code(() -> asFarm(() -> act(() -> orders.take(order, 0)))))
			.isEqualTo("production.provider.none");
		assertThat(Acts.code(() -> as(actor("t", Scope.township("330482102"), OFFICER), () -> queries.view(order))))
			.isEqualTo("production.service-order.not-found");
		assertThat(Acts.code(() -> asFarm(() -> act(() -> orders.accept(order, BigDecimal.ONE, 5, version(order))))))
			.isEqualTo("production.service-order.wrong-state");
	}

	@Test
	void thePagesOpen() throws Exception {
		var order = place("1.5", today.plusDays(1));
		var farmer = actor("f", Scope.member(farm), FARM);
		var worker = actor("w", Scope.member(server), FARM);
		var officer = actor("o", Scope.ALL, OFFICER);
		for (var path : List.of("/console/service-providers", "/console/service-providers/new",
				"/console/service-providers/" + provider, "/console/service-providers/" + provider + "/edit",
				"/console/service-providers/" + provider + "/menus/new", "/console/service-menus/" + menu + "/edit",
				"/console/service-providers/" + provider + "/machines/new", "/console/machines/" + machine + "/edit",
				"/console/service-orders?q=" + run, "/console/service-orders/" + order)) {
			assertThat(open(officer, path)).as(path).contains("<main");
		}
		for (var path : List.of("/portal/services", "/portal/service-orders/new?menuId=" + menu,
				"/portal/service-orders", "/portal/service-orders/" + order, "/portal/service-desk")) {
			assertThat(open(farmer, path)).as(path).contains("<main");
		}
		assertThat(open(farmer, "/portal/service-desk")).contains("您不是服务组织");
		assertThat(open(worker, "/portal/service-desk")).contains("机耕" + run);
		var path = "/portal/service-orders/" + order;
		assertThat(status(worker, post(path + "/taking").param("version", "" + version(order)))).isEqualTo(302);
		assertThat(status(worker,
				post(path + "/dispatch").param("version", "" + version(order))
					.param("worker", "老丰")
					.param("machineId", machine.toString())
					.param("from", today + "T08:00")
					.param("to", today + "T10:00")))
			.isEqualTo(302);
		assertThat(status(worker, post(path + "/start").param("version", "" + version(order)))).isEqualTo(302);
		assertThat(open(worker, path + "/report")).contains("<form");
		var wrong = answer(worker,
				multipart(path + "/report").param("version", "" + version(order))
					.param("on", today.toString())
					.param("quantity", "9"));
		assertThat(wrong.getStatus()).isEqualTo(422);
		assertThat(words(wrong)).contains("err-sum");
		assertThat(status(worker,
				multipart(path + "/report").param("version", "" + version(order))
					.param("on", today.toString())
					.param("quantity", "1.5")))
			.isEqualTo(302);
		assertThat(open(farmer, path)).contains("/acceptance");
		var tooMuch = answer(farmer,
				post(path + "/acceptance").param("version", "" + version(order)).param("quantity", "2"));
		assertThat(tooMuch.getStatus()).isEqualTo(422);
		assertThat(status(farmer,
				post(path + "/acceptance").param("version", "" + version(order)).param("quantity", "1.5")))
			.isEqualTo(302);
		assertThat(status(worker, post(path + "/bill").param("version", "" + version(order)))).isEqualTo(302);
		// 1.5 x 68.05 = 102.075
		assertThat(open(farmer, path)).contains("102.08");
		assertThat(open(officer, "/console/service-orders/" + order)).contains("102.08");
		assertThat(status(worker,
				post(path + "/payment").param("version", "" + version(order))
					.param("on", today.toString())
					.param("ref", "现金")))
			.isEqualTo(302);
		var placed = answer(farmer,
				post("/portal/service-orders").param("requestKey", Ids.next().toString())
					.param("menuId", menu.toString())
					.param("plantingId", planting.toString())
					.param("quantity", "9")
					.param("on", today.toString()));
		assertThat(placed.getStatus()).isEqualTo(422);
		assertThat(words(placed)).contains("err-sum");
		var form = answer(officer,
				post("/console/service-providers/" + provider + "/menus").param("name", "").param("price", "x"));
		assertThat(form.getStatus()).isEqualTo(422);
		var clash = answer(officer,
				post("/console/service-providers/" + provider + "/bookings").param("machineId", machine.toString())
					.param("from", today + "T09:00")
					.param("to", today + "T11:00")
					.param("why", "保养"));
		assertThat(clash.getStatus()).isEqualTo(422);
		assertThat(open(farmer, "/api/v1/service-menus/" + menu + "/slots")).contains("left");
		assertThat(open(farmer, "/api/v1/service-orders")).contains(order.toString());
	}

	@Test
	void programsDoAndAreRefusedWhatPeopleAre() {
		var farmer = actor("f", Scope.member(farm), FARM);
		var worker = actor("w", Scope.member(server), FARM);
		var day = today.plusDays(2);
		var wish = "{\"plantingId\":\"" + planting + "\",\"menuId\":\"" + menu + "\",\"on\":\"" + day
				+ "\",\"quantity\":";
		assertThat(status(farmer, json("/api/v1/service-orders", wish + "6}"))).isEqualTo(201);
		refused(farmer, json("/api/v1/service-orders", wish + "5}"), "production.service.day-full", "on");
		assertThat(status(farmer, json("/api/v1/service-orders", wish + "-1}"))).isEqualTo(400);
		var order = place("2", day);
		var other = place("2", day);
		var path = "/api/v1/service-orders/" + order;
		assertThat(status(actor("x", Scope.member(Ids.next()), FARM), json(path + "/taking", seen(order))))
			.isEqualTo(403);
		assertThat(status(worker, json(path + "/taking", seen(order)))).isEqualTo(200);
		assertThat(status(worker, json(path + "/taking", seen(order)))).isEqualTo(409);
		assertThat(status(worker, json(path + "/start", seen(order)))).isEqualTo(409);
		assertThat(status(worker, json(path + "/taking", "{}"))).isEqualTo(400);
		serve(other, v -> orders.take(other, v));
		serve(other, v -> orders.dispatch(other, plan(machine, 8, 12), v));
		var clash = "{\"machineId\":\"" + machine + "\",\"worker\":\"老丰\",\"from\":\"" + at(11) + "\",\"to\":\""
				+ at(13) + "\",\"version\":";
		refused(worker, json(path + "/dispatch", clash + version(order) + "}"), "production.machine.booked",
				"machineId");
		refused(worker,
				json("/api/v1/machines/" + machine + "/bookings",
						"{\"from\":\"" + at(9) + "\",\"to\":\"" + at(10) + "\",\"why\":\"保养\"}"),
				"production.machine.booked", "machineId");
		assertThat(
				status(worker,
						json("/api/v1/machines/" + machine + "/bookings",
								"{\"from\":\"" + at(14) + "\",\"to\":\"" + at(15) + "\",\"why\":\"保养\"}")))
			.isEqualTo(201);
		assertThat(open(worker, "/api/v1/service-providers/" + provider + "/bookings")).contains("保养");
		assertThat(open(worker, "/api/v1/service-providers/" + provider + "/machines")).contains(machine.toString());
		var byHand = "{\"worker\":\"老丰\",\"from\":\"" + at(11) + "\",\"to\":\"" + at(13) + "\",\"version\":";
		assertThat(status(worker, json(path + "/dispatch", byHand + version(order) + "}"))).isEqualTo(200);
		assertThat(status(worker, json(path + "/start", seen(order)))).isEqualTo(200);
		var done = "{\"on\":\"" + today + "\",\"quantity\":%s,\"version\":";
		refused(worker, json(path + "/report", String.format(done, "2.2") + version(order) + "}"),
				"production.service-order.too-much", "quantity");
		assertThat(status(worker, json(path + "/report", String.format(done, "2") + version(order) + "}")))
			.isEqualTo(200);
		refused(farmer, json(path + "/acceptance", "{\"quantity\":2.1,\"version\":" + version(order) + "}"),
				"production.service-order.accepted", "quantity");
		assertThat(status(worker, json(path + "/acceptance", "{\"quantity\":2,\"version\":" + version(order) + "}")))
			.isEqualTo(404);
		assertThat(status(farmer, json(path + "/acceptance", "{\"quantity\":2,\"version\":" + version(order) + "}")))
			.isEqualTo(200);
		assertThat(status(worker, json(path + "/bill", seen(order)))).isEqualTo(200);
		assertThat(status(worker,
				json(path + "/payment",
						"{\"on\":\"" + today + "\",\"ref\":\"现金\",\"version\":" + version(order) + "}")))
			.isEqualTo(200);
		// 2 x 68.05
		assertThat(open(farmer, path)).contains("\"PAID\"", "136.10");
	}

	private String seen(UUID order) {
		return "{\"version\":" + version(order) + "}";
	}

	private void refused(Actor actor, MockHttpServletRequestBuilder request, String code, String field) {
		var answer = answer(actor, request);
		assertThat(answer.getStatus()).isEqualTo(422);
		assertThat(words(answer)).contains(code, "\"" + field + "\"");
	}

	private static MockHttpServletRequestBuilder json(String path, String body) {
		return post(path).contentType(MediaType.APPLICATION_JSON).content(body);
	}

	private UUID pesticide() {
		return asOfficer(() -> {
			var id = inputs.add(new InputCatalogue.NewInput("10%苯醚甲环唑", InputKind.PESTICIDE,
					"T" + Ids.next().toString().substring(20), null, "某厂", List.of("苯醚甲环唑"), "", InputUnit.G, null,
					null, true, true));
			inputs.addRule(new InputCatalogue.NewRule(id, "watermelon", "炭疽病" + run, null, new BigDecimal("75"), 3, 14,
					today.minusYears(1), "示例", "demo"));
			return id;
		});
	}

	private static OperationCommands.InputUsed used(UUID input, String quantity) {
		return new OperationCommands.InputUsed(input, "L1", new BigDecimal(quantity), null, null);
	}

	private ServiceOrderCommands.Report report(String quantity, OperationCommands.InputUsed used, boolean own,
			String material) {
		return new ServiceOrderCommands.Report(today, new BigDecimal(quantity), used, own, Money.of(material), null,
				null, List.of());
	}

	private Instant at(int hour) {
		return today.plusDays(2).atTime(LocalTime.of(hour, 0)).atZone(BusinessClock.ZONE).toInstant();
	}

	private ServiceOrderCommands.Dispatch plan(UUID which, int from, int to) {
		return new ServiceOrderCommands.Dispatch(which, "老丰", at(from), at(to));
	}

	private UUID place(String quantity, LocalDate on) {
		return asFarm(() -> orders.place(farm,
				new ServiceOrderCommands.Wish(planting, menu, new BigDecimal(quantity), on, null)));
	}

	private String place(UUID where, String quantity, LocalDate on) {
		return Acts.code(() -> asFarm(() -> orders.place(farm,
				new ServiceOrderCommands.Wish(where, menu, new BigDecimal(quantity), on, null))));
	}

	private void serve(UUID order, java.util.function.LongConsumer act) {
		asServer(() -> act(() -> act.accept(version(order))));
	}

	private String code(UUID order, java.util.function.LongConsumer act) {
		return Acts.code(() -> asServer(() -> act(() -> act.accept(version(order)))));
	}

	private void own(UUID order, java.util.function.LongConsumer act) {
		asFarm(() -> act(() -> act.accept(version(order))));
	}

	private ServiceOrderView view(UUID order) {
		return asFarm(() -> queries.view(order));
	}

	private long version(UUID order) {
		return asOfficer(() -> queries.view(order)).version();
	}

	private <T> T asFarm(Supplier<T> body) {
		return asMember(farm, body);
	}

	private <T> T asServer(Supplier<T> body) {
		return asMember(server, body);
	}

	private <T> T asMember(UUID member, Supplier<T> body) {
		return as(actor("farm", Scope.member(member), FARM), body);
	}

	private <T> T asOfficer(Supplier<T> body) {
		return as(actor("officer", Scope.ALL, OFFICER), body);
	}

	private <T> T asSystem(Supplier<T> body) {
		return as(Actor.system(TENANT), body);
	}

}
