package cn.jinfu.supply.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Scope;
import cn.jinfu.supply.blend.BlendOrders;
import cn.jinfu.supply.input.PriceCommands;
import cn.jinfu.supply.input.Prices;
import cn.jinfu.supply.input.ReceiptCommands;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/**
 * Fertilisers on the shelf of the first outlet, and the main farm's order for its recipe.
 */
@Component
@RequiredArgsConstructor
class BlendDemo implements DemoPart {

	private static final List<Goods> GOODS = List.of(new Goods("urea", "96.00"), new Goods("phosphate", "42.00"),
			new Goods("potash", "168.00"));

	private record Goods(String slug, String price) {
	}

	private final PriceCommands prices;

	private final ReceiptCommands receipts;

	private final BlendOrders blends;

	@Override
	public int order() {
		return 310;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main() || !world.has("outlet.demo") || !world.has("production.input.urea")) {
			return;
		}
		var outlet = world.get("outlet.demo");
		var from = world.today().minusDays(60);
		var officer = new DemoPerson(world, "supply.officer", "供销专员", Scope.ALL);
		var clerk = new DemoPerson(world, "outlet.demo", "仓一（示例）", Scope.outlet(outlet));
		for (var goods : GOODS) {
			var input = world.get("production.input." + goods.slug());
			officer.does(from, 9,
					() -> prices.set(input, from, new Prices.Price(Money.of(goods.price()), false, Money.ZERO), true));
			clerk.makes(from, 10, () -> receive(world, outlet, input, goods, from));
		}
		if (world.has("production.recipe.main")) {
			DemoPerson.of(world, "farm", "青禾瓜果家庭农场（示例）")
				.makes(world.today().minusDays(1), 10,
						() -> blends.order(world.get("production.recipe.main"), outlet, world.today().plusDays(1)));
		}
	}

	private UUID receive(DemoWorld world, UUID outlet, UUID input, Goods goods, LocalDate from) {
		return receipts.receive(outlet,
				new ReceiptCommands.Supplier("示例农资配送中心", "示例农药经许330400", "0573-00008888", "示例合格-" + goods.slug()),
				new ReceiptCommands.Lot(input, "SL-" + goods.slug(), from.minusDays(30), world.today().plusYears(3),
						200, Money.of(goods.price())));
	}

}
