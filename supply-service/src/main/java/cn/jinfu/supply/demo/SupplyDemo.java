package cn.jinfu.supply.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
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
import cn.jinfu.supply.input.ReceiptCommands;
import cn.jinfu.supply.product.ProductCommands;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * An outlet that is busy for a year, and what the producers sell. Every name, price and
 * rate says that it is a sample.
 */
@Component
@RequiredArgsConstructor
class SupplyDemo implements DemoPart {

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

	private final ReceiptCommands receipts;

	private final InputSaleCommands sales;

	private final Containers containers;

	private final ProductCommands products;

	private final Crops crops;

	private final MemberDirectory members;

	@Override
	public int order() {
		return 300;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main()) {
			return;
		}
		if (world.has("outlet.demo") && world.has("production.input.fungicide")) {
			counter(world);
		}
		DemoProducts.LINES.stream()
			.filter(line -> world.has("member." + line.slug()) && crops.find(line.crop()).isPresent())
			.forEach(line -> register(world, line));
	}

	private void counter(DemoWorld world) {
		var outlet = world.get("outlet.demo");
		var clerk = new DemoPerson(world, "outlet.demo", "仓一（示例）", Scope.outlet(outlet));
		var first = world.today().minusDays(330);
		OutletDemo.GOODS.forEach(goods -> world
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
					members.require(member).contactName(), IdMethod.FARM_CODE, null, null, null, null, null,
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
