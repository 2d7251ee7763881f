package cn.jinfu.supply.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;

import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.supply.input.IdMethod;
import cn.jinfu.supply.input.InputSaleCommands;
import cn.jinfu.supply.input.PriceCommands;
import cn.jinfu.supply.input.Prices;
import cn.jinfu.supply.input.QuotaCommands;
import cn.jinfu.supply.input.ReceiptCommands;
import cn.jinfu.supply.outlet.Outlet;
import cn.jinfu.supply.outlet.OutletCommands;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Seventy-eight invented outlets with prices, and the first sale of the year: it stands
 * before the fields, on which what was bought is sprayed.
 */
@Component
@RequiredArgsConstructor
class OutletDemo implements DemoPart {

	private static final int OUTLETS = 78;

	/** Days ago. */
	private static final int FIRST_SALE = 360;

	/** Of a hundred grams each. */
	private static final int FIRST_PACKS = 60;

	/** The lot that the main farm sprays from. */
	private static final String LOT = "示例-A1";

	/** An input with its price, its lot and what was received of it. */
	record Goods(String name, String price, String deposit, String lotNo, int lastsDays, int packs) {
	}

	static final List<Goods> GOODS = List.of(new Goods("fungicide", "38.00", "0.50", "示例-A2", 420, 180),
			new Goods("acetamiprid", "12.00", "0.50", "示例-B1", 300, 90),
			new Goods("tricyclazole", "26.00", "0.50", "示例-C1", 260, 160),
			new Goods("abamectin", "18.00", "1.00", "示例-D1", 45, 60),
			new Goods("bromadiolone", "9.00", "0.50", "示例-E1", 400, 40));

	private final OutletCommands outlets;

	private final QuotaCommands quotas;

	private final PriceCommands prices;

	private final ReceiptCommands receipts;

	private final InputSaleCommands sales;

	private final MemberDirectory members;

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	@Override
	public int order() {
		return 180;
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
			if (world.has("member.farm") && world.has("outlet.demo")) {
				firstSale(world);
			}
		}
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
		officer.does(from, 11, () -> GOODS.forEach(goods -> price(world, goods, from, goods.price(), true)));
		// before it came under the federation's zero margin it cost more
		var before = world.today().minusDays(FIRST_SALE + 10L);
		officer.does(before, 11, () -> price(world, GOODS.getFirst(), before, "42.00", false));
		var after = world.today().minusDays(FIRST_SALE - 10L);
		officer.does(after, 11, () -> price(world, GOODS.getFirst(), after, GOODS.getFirst().price(), true));
	}

	private void price(DemoWorld world, Goods goods, LocalDate from, String each, boolean zeroMargin) {
		prices.set(world.get("production.input." + goods.name()), from,
				new Prices.Price(Money.of(each), zeroMargin, Money.of(goods.deposit())), true);
	}

	/** What the main farm sprays all year, bought under its name before the season. */
	private void firstSale(DemoWorld world) {
		var outlet = world.get("outlet.demo");
		var farm = world.farm();
		var on = world.today().minusDays(FIRST_SALE);
		var clerk = new DemoPerson(world, "outlet.demo", "仓一（示例）", Scope.outlet(outlet));
		var shelf = clerk.makes(on.minusDays(4), 8,
				() -> receipts.receive(outlet,
						new ReceiptCommands.Supplier("示例农资配送中心", "示例农药经许330400", "0573-00008888", "示例合格-" + LOT),
						new ReceiptCommands.Lot(world.get("production.input.fungicide"), LOT, on.minusDays(60),
								world.today().plusDays(40), FIRST_PACKS, Money.of("42.00"))));
		world.put("supply.sale.first",
				clerk.makes(on, 8,
						() -> sales.sell(new InputSaleCommands.Sell(outlet, "demo-000", farm,
								members.require(farm).contactName(), IdMethod.FARM_CODE, null, null, null, null, null,
								List.of(new InputSaleCommands.Item(shelf, FIRST_PACKS))))));
	}

}
