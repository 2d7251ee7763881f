package cn.jinfu.production.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.service.order.ServiceOrderCommands;
import cn.jinfu.production.service.order.ServiceOrderQueries;
import cn.jinfu.production.service.provider.MachineKind;
import cn.jinfu.production.service.provider.Providers;
import cn.jinfu.production.service.provider.ServiceItem;
import cn.jinfu.production.service.provider.ServiceUnit;
import cn.jinfu.production.service.provider.Terrain;
import cn.jinfu.production.service.provider.Station;
import cn.jinfu.production.service.trust.TrustCommands;
import cn.jinfu.production.service.trust.TrustQueries;
import cn.jinfu.production.service.trust.TrustTerms;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/**
 * The machinery cooperative of the list serves: a menu with invented prices, two
 * machines, one order that is paid, one that waits for acceptance, one that is new; two
 * trusteeships.
 */
@Component
@RequiredArgsConstructor
class ServiceDemo implements DemoPart {

	private static final Set<String> MAY = Set.of("production:service:view", "production:service:manage",
			"production:service:order", "production:service:provide", "production:planting:view",
			"production:trust:draft");

	private static final String PROVIDER = "member.machinery";

	/** Some kilometres from the greenhouses of the demo farm. */
	private static final Station STATION = new Station(new BigDecimal("121.0500"), new BigDecimal("30.7000"));

	private final Providers providers;

	private final ServiceOrderCommands orders;

	private final ServiceOrderQueries queries;

	private final TrustCommands trusts;

	private final TrustQueries contracts;

	private final PlotDirectory plots;

	@Override
	public int order() {
		return 230;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main() || !world.has(PROVIDER)) {
			return;
		}
		var today = world.today();
		var provider = staff(world, at(today.minusDays(120)),
				() -> providers.admit(new Providers.ProviderText(world.get(PROVIDER), "0573-00002222", List.of(),
						STATION, Terrain.PLAIN, true, true)));
		offer(world, provider, ServiceItem.TILL, "机耕整地（示例）", "68.00");
		offer(world, provider, ServiceItem.HARVEST, "水稻机收（示例）", "85.00", Set.of("rice"));
		var weed = offer(world, provider, ServiceItem.WEED, "机械除草（示例）", "38.00");
		var pump = offer(world, provider, ServiceItem.IRRIGATE, "移动泵灌溉（示例）", "22.50");
		var tractor = staff(world, at(today.minusDays(120)), () -> {
			providers.register(provider, new Providers.MachineText("植保无人机 1 号（示例）", MachineKind.DRONE, "", true));
			return providers.register(provider,
					new Providers.MachineText("东方红拖拉机（示例）", MachineKind.TRACTOR, "浙04-示001", true));
		});
		var upkeep = at(today.plusDays(6));
		staff(world, at(today.minusDays(1)),
				() -> providers.keep(tractor, upkeep, upkeep.plus(Duration.ofHours(4)), "保养（示例）"));
		trusteeships(world, provider);
		if (!world.has("production.planting.main")) {
			return;
		}
		paid(world, weed, tractor, today.minusDays(6));
		reported(world, pump, today.minusDays(1));
		farm(world, at(today.minusDays(1)),
				() -> orders.place(world.farm(), new ServiceOrderCommands.Wish(world.get("production.planting.main"),
						weed, new BigDecimal("2"), today.plusDays(3), "下午来，田头有人")));
	}

	/** One whose season is over, and one that the main farm has yet to sign. */
	private void trusteeships(DemoWorld world, UUID provider) {
		var today = world.today();
		if (world.has("member.rice1")) {
			var farm = world.get("member.rice1");
			var over = trust(world, provider, farm, "rice", today.minusDays(210), today.minusDays(2));
			over.ifPresent(it -> {
				as(world, at(today.minusDays(214)), "member.rice1", "陈稻香（示例）", Scope.member(farm), () -> {
					trusts.signForFarm(it, contracts.view(it).version());
					return it;
				});
				provider(world, at(today.minusDays(213)), () -> {
					trusts.signForProvider(it, contracts.view(it).version());
					return it;
				});
			});
		}
		trust(world, provider, world.farm(), "watermelon", today.plusDays(60), today.plusDays(240));
	}

	private Optional<UUID> trust(DemoWorld world, UUID provider, UUID farm, String crop, LocalDate from, LocalDate to) {
		var terms = new TrustTerms(crop, from, to, "耕、种、防、收（示例）", new BigDecimal("520"), Money.of("480.00"),
				Money.of("2.80"), new BigDecimal("0.3"), new BigDecimal("0.05"), "友联村经济合作社（示例）",
				List.of(new TrustTerms.Part(from, new BigDecimal("40")),
						new TrustTerms.Part(to, new BigDecimal("60"))));
		var drafted = from.isAfter(world.today()) ? world.today().minusDays(1) : from.minusDays(5);
		return plots.ofMember(farm)
			.stream()
			.findFirst()
			.map(plot -> staff(world, at(drafted), () -> trusts.draft(farm, provider, terms,
					List.of(new TrustTerms.Entrusted(plot.plotId(), plot.areaMu())))));
	}

	private UUID offer(DemoWorld world, UUID provider, ServiceItem item, String name, String price) {
		return offer(world, provider, item, name, price, Set.of());
	}

	private UUID offer(DemoWorld world, UUID provider, ServiceItem item, String name, String price, Set<String> crops) {
		var today = world.today();
		return staff(world, at(today.minusDays(120)),
				() -> providers.offer(provider,
						new Providers.MenuText(item, name, ServiceUnit.MU, Money.of(price), today.minusDays(120),
								today.plusDays(200), new BigDecimal("80"), new BigDecimal("25"), crops, true)));
	}

	private void paid(DemoWorld world, UUID menu, UUID machine, LocalDate day) {
		var order = worked(world, menu, machine, day);
		farm(world, at(day).plus(Duration.ofHours(5)), () -> {
			orders.accept(order, new BigDecimal("2.5"), 5, version(order));
			return order;
		});
		provider(world, at(day).plus(Duration.ofDays(1)), () -> {
			orders.bill(order, version(order));
			orders.pay(order, day.plusDays(1), "示例转账", version(order));
			return order;
		});
	}

	private void reported(DemoWorld world, UUID menu, LocalDate day) {
		worked(world, menu, null, day);
	}

	private UUID worked(DemoWorld world, UUID menu, @org.jspecify.annotations.Nullable UUID machine, LocalDate day) {
		var begins = at(day);
		var order = farm(world, begins.minus(Duration.ofDays(2)),
				() -> orders.place(world.farm(), new ServiceOrderCommands.Wish(world.get("production.planting.main"),
						menu, new BigDecimal("2.5"), day, null)));
		provider(world, begins.minus(Duration.ofDays(1)), () -> {
			orders.take(order, version(order));
			orders.dispatch(order,
					new ServiceOrderCommands.Dispatch(machine, "丰顺（示例）", begins, begins.plus(Duration.ofHours(3))),
					version(order));
			return order;
		});
		return provider(world, begins.plus(Duration.ofHours(3)), () -> {
			orders.start(order, version(order));
			orders.report(order, new ServiceOrderCommands.Report(day, new BigDecimal("2.5"), null, false, Money.ZERO,
					null, null, List.of()), version(order));
			return order;
		});
	}

	private long version(UUID order) {
		return queries.view(order).version();
	}

	private static Instant at(LocalDate day) {
		return day.atTime(LocalTime.of(8, 0)).atZone(BusinessClock.ZONE).toInstant();
	}

	private static UUID staff(DemoWorld world, Instant at, Supplier<UUID> body) {
		return as(world, at, "production.officer", "生产专员", Scope.ALL, body);
	}

	private static UUID farm(DemoWorld world, Instant at, Supplier<UUID> body) {
		return as(world, at, "farm.demo", "青禾瓜果家庭农场（示例）", Scope.member(world.farm()), body);
	}

	private static UUID provider(DemoWorld world, Instant at, Supplier<UUID> body) {
		return as(world, at, "machinery.demo", "丰顺（示例）", Scope.member(world.get(PROVIDER)), body);
	}

	private static UUID as(DemoWorld world, Instant at, String login, String name, Scope scope, Supplier<UUID> body) {
		var person = world.person(login);
		var made = new UUID[1];
		new Actor(Actor.Kind.PERSON, person, person, login, name, world.tenantId(), scope, MAY)
			.run(() -> made[0] = BusinessClock.at(at, body));
		return made[0];
	}

}
