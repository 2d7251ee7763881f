package cn.jinfu.supply.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.production.Crops;
import cn.jinfu.supply.input.Containers;
import cn.jinfu.supply.input.IdMethod;
import cn.jinfu.supply.input.InputSaleCommands;
import cn.jinfu.supply.input.PriceCommands;
import cn.jinfu.supply.input.Prices;
import cn.jinfu.supply.input.QuotaCommands;
import cn.jinfu.supply.input.ReceiptCommands;
import cn.jinfu.supply.outlet.Outlet;
import cn.jinfu.supply.outlet.OutletCommands;
import cn.jinfu.supply.product.ProductCommands;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Seventy-eight invented outlets, one of them stocked and busy for a year, and what the
 * producers sell. Every name, price and rate says that it is a sample.
 */
@Component
@RequiredArgsConstructor
class SupplyDemo implements DemoPart {

	private static final int OUTLETS = 78;

	/** An input with its price, its lot and what was received of it. */
	private record Goods(String name, String price, String deposit, String lotNo, int lastsDays, int packs) {
	}

	private static final List<Goods> GOODS = List.of(new Goods("fungicide", "38.00", "0.50", "示例-A2", 420, 180),
			new Goods("acetamiprid", "12.00", "0.50", "示例-B1", 300, 90),
			new Goods("tricyclazole", "26.00", "0.50", "示例-C1", 260, 160),
			new Goods("abamectin", "18.00", "1.00", "示例-D1", 45, 60),
			new Goods("bromadiolone", "9.00", "0.50", "示例-E1", 400, 40));

	/** Who bought what, how long ago. */
	private record Bought(String slug, int daysAgo, String input, int packs) {
	}

	private static final List<Bought> SALES = List.of(new Bought("farm", 290, "fungicide", 10),
			new Bought("rice1", 262, "tricyclazole", 20), new Bought("melon1", 255, "fungicide", 24),
			new Bought("farm", 241, "abamectin", 4), new Bought("grape1", 223, "acetamiprid", 6),
			new Bought("rice2", 214, "tricyclazole", 60), new Bought("farm", 190, "acetamiprid", 6),
			new Bought("tomato", 171, "abamectin", 3), new Bought("melon2", 160, "fungicide", 8),
			new Bought("vegetable1", 152, "acetamiprid", 12), new Bought("farm", 121, "fungicide", 12),
			new Bought("rice3", 104, "tricyclazole", 18), new Bought("asparagus1", 97, "abamectin", 8),
			new Bought("strawberry", 76, "acetamiprid", 5), new Bought("farm", 62, "abamectin", 4),
			new Bought("pear", 51, "fungicide", 10), new Bought("vegetable2", 33, "acetamiprid", 10),
			new Bought("farm", 27, "fungicide", 8), new Bought("asparagus2", 13, "abamectin", 4),
			new Bought("grape2", 6, "fungicide", 6));

	private final OutletCommands outlets;

	private final QuotaCommands quotas;

	private final PriceCommands prices;

	private final ReceiptCommands receipts;

	private final InputSaleCommands sales;

	private final Containers containers;

	private final ProductCommands products;

	private final Crops crops;

	private final MemberDirectory members;

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	@Override
	public int order() {
		return 300;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main()) {
			return;
		}
		world.at(world.today().minusYears(1), "supply.officer", Set.of("supply:outlet:manage"),
				() -> transaction.execute(_ -> {
					var townships = townships();
					for (int i = 1; i <= OUTLETS && !townships.isEmpty(); i++) {
						open(world, townships.get(i % townships.size()), i);
					}
					return true;
				}));
		if (world.has("production.input.fungicide")) {
			rates(world);
			counter(world);
		}
		DemoProducts.LINES.stream()
			.filter(line -> world.has("member." + line.slug()) && crops.find(line.crop()).isPresent())
			.forEach(line -> register(world, line));
	}

	private List<String> townships() {
		return sql
			.sql("select code from platform_division where code ~ '^330482[0-9]{3}$' and not retired order by code")
			.query(String.class)
			.list();
	}

	private void open(DemoWorld world, String township, int number) {
		var from = world.today().minusYears(5).plusDays(20L + number * 20L);
		var demo = number == 1;
		var id = outlets.open(demo ? "新仓第一农资店（示例）" : "农资网点%02d（示例）".formatted(number),
				new Outlet.Place(demo ? "330482103" : township, "示例路%d号".formatted(number),
						"0573-0000%04d".formatted(number)),
				new Outlet.Licence("示例农药经许330482%04d".formatted(number), demo ? world.today().minusYears(2) : from,
						(demo ? world.today().minusYears(2) : from).plusYears(5).minusDays(1), number % 10 == 1),
				true);
		if (demo) {
			world.put("outlet.demo", id);
		}
	}

	/** The rate is proposed by one and approved by another; prices hold from then on. */
	private void rates(DemoWorld world) {
		var from = world.today().minusYears(1).withDayOfYear(1);
		var officer = new DemoPerson(world, "supply.officer", "供销专员", Scope.ALL);
		var rule = officer.makes(from, 9,
				() -> quotas.propose(new QuotaCommands.NewRule(from, Money.of("30"), "示例：县农合联零差价农资标准", true)));
		new DemoPerson(world, "member.reviewer", "会员复核", Scope.ALL).does(from, 10, () -> quotas.approve(rule, 0));
		officer.does(from, 11, () -> GOODS.forEach(goods -> prices.set(world.get("production.input." + goods.name()),
				from, new Prices.Price(Money.of(goods.price()), true, Money.of(goods.deposit())), true)));
	}

	private void counter(DemoWorld world) {
		var outlet = world.get("outlet.demo");
		var clerk = new DemoPerson(world, "outlet.demo", "仓一（示例）", Scope.outlet(outlet));
		var first = world.today().minusDays(330);
		GOODS.forEach(goods -> world
			.put("supply.stock." + goods.name(), clerk.makes(first, 8, () -> receipts.receive(outlet,
					new ReceiptCommands.Supplier("示例农资配送中心", "示例农药经许330400", "0573-00008888", "示例合格-" + goods.lotNo()),
					new ReceiptCommands.Lot(world.get("production.input." + goods.name()), goods.lotNo(),
							first.minusDays(40), world.today().plusDays(goods.lastsDays()), goods.packs(),
							Money.of(goods.price()))))));
		var number = 0;
		for (var bought : SALES) {
			number++;
			if (world.has("member." + bought.slug())) {
				sell(world, clerk, outlet, bought, number);
			}
		}
		if (world.has("member.farm")) {
			back(world, clerk, outlet, "瓶", 7, 58);
			back(world, clerk, outlet, "袋", 31, 20);
		}
	}

	private void sell(DemoWorld world, DemoPerson clerk, UUID outlet, Bought bought, int number) {
		var member = world.get("member." + bought.slug());
		clerk.makes(world.today().minusDays(bought.daysAgo()), 9, () -> sales
			.sell(new InputSaleCommands.Sell(outlet, "demo-%03d".formatted(number), member,
					members.require(member).contactName(), IdMethod.FARM_CODE, null, null, null,
					List.of(new InputSaleCommands.Item(world.get("supply.stock." + bought.input()), bought.packs())))));
	}

	private void back(DemoWorld world, DemoPerson clerk, UUID outlet, String pack, int pieces, int daysAgo) {
		clerk.does(world.today().minusDays(daysAgo), 15,
				() -> containers.takeBack(new Containers.TakeBack(outlet, "demo-" + pack, world.farm(), pack, pieces)));
	}

	private void register(DemoWorld world, DemoProducts.Line line) {
		var member = world.get("member." + line.slug());
		var person = DemoPerson.of(world, line.slug(), members.require(member).contactName());
		var id = person.makes(on(world), 9,
				() -> products.register(new ProductCommands.Register(member, line.name(), line.crop(), line.variety(),
						line.grade(), new BigDecimal(line.netWeightKg()), gtin(line), line.branded(), null)));
		if (!world.has("product." + line.slug())) {
			world.put("product." + line.slug(), id);
		}
	}

	private static LocalDate on(DemoWorld world) {
		return world.today().minusDays(345);
	}

	private static @Nullable String gtin(DemoProducts.Line line) {
		return Objects.equals(line.gtin(), "") ? null : line.gtin();
	}

}
