package cn.jinfu.supply.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Money;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.production.HarvestLots;
import cn.jinfu.production.HarvestLots.HarvestLotFact;
import cn.jinfu.supply.LotProofs;
import cn.jinfu.supply.fieldsale.FieldSaleCommands;
import cn.jinfu.supply.fieldsale.PayMethod;
import cn.jinfu.supply.order.LotChoices;
import cn.jinfu.supply.order.OrderCommands;
import lombok.RequiredArgsConstructor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The main farm's sales, after its lots were tested and labelled: a year of orders
 * received and paid by several buyers, and one in every state today.
 */
@Component
@RequiredArgsConstructor
class OrderDemo implements DemoPart {

	private static final List<String> BUYERS = List.of("buyer", "village", "melon1", "machinery", "mushroom2");

	private static final List<String> PRICES = List.of("4.20", "4.60", "3.90", "4.40", "4.80");

	private final OrderCommands orders;

	private final FieldSaleCommands fieldSales;

	private final HarvestLots harvestLots;

	private final LotChoices choices;

	private final MemberDirectory members;

	private final ObjectProvider<LotProofs> proofs;

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	@Override
	public int order() {
		return 450;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main() || proofs.getIfAvailable() == null || !world.has("product.farm")
				|| !world.has("member.buyer")) {
			return;
		}
		var farm = person(world, "farm");
		var lots = sellable(world, farm.member());
		var number = 0;
		for (var lot : lots) {
			var on = lot.pickedOn().plusDays(2);
			for (var part = 0; part < 3 && on.plusDays(6).isBefore(world.today()); part++) {
				paid(world, farm, lot, BUYERS.get(number % BUYERS.size()), share(lot, "0.26"), on.plusDays(part),
						number);
				number++;
			}
		}
		if (!lots.isEmpty()) {
			today(world, farm, lots.getLast());
			atTheField(world, farm, lots);
		}
	}

	/** Lots that may be sold now and, as far as there are such, carry labels. */
	private List<HarvestLotFact> sellable(DemoWorld world, UUID farm) {
		var may = world.at(world.today(), "supply.officer", Set.of(), () -> choices.of(farm));
		var ids = Objects.requireNonNull(may)
			.stream()
			.filter(LotChoices.LotChoice::sellable)
			.map(LotChoices.LotChoice::lotId)
			.toList();
		return harvestLots.ofAll(ids)
			.stream()
			.sorted(Comparator.comparing(HarvestLotFact::pickedOn).thenComparing(HarvestLotFact::no))
			.toList();
	}

	/** Agreed, sent off, received, paid and seen on the account, within a few days. */
	private void paid(DemoWorld world, DemoPerson farm, HarvestLotFact lot, String buyer, BigDecimal kg, LocalDate on,
			int number) {
		var to = person(world, buyer);
		var price = Money.of(PRICES.get(number % PRICES.size()));
		var id = farm.makes(on, 8, () -> orders.enter(to.member(), items(world, lot, kg, price)));
		farm.does(on, 10, () -> orders.ship(id, version(id)));
		to.does(on, 16, () -> orders.receive(id, version(id)));
		to.does(on.plusDays(3), 10, () -> orders.pay(id, price.times(kg, RoundingMode.HALF_UP),
				"示例%s%04d".formatted(on.toString().replace("-", ""), number), version(id)));
		farm.does(on.plusDays(4), 9, () -> orders.complete(id, version(id)));
	}

	/** One order in every state, for whoever logs in today. */
	private void today(DemoWorld world, DemoPerson farm, HarvestLotFact lot) {
		var buyer = person(world, "buyer");
		var village = person(world, "village");
		var today = world.today();
		var kg = share(lot, "0.03");
		var price = Money.of("4.50");
		world.put("order.waiting", shipped(world, farm, buyer, lot, kg, price, today.minusDays(1)));
		var received = shipped(world, farm, village, lot, kg, price, today.minusDays(3));
		village.does(today.minusDays(2), 17, () -> orders.receive(received, version(received)));
		var returned = shipped(world, farm, village, lot, kg, price, today.minusDays(4));
		farm.does(today.minusDays(2), 11, () -> orders.takeBack(returned, "示例：箱子压坏，整单退回", version(returned)));
		farm.makes(today, 7, () -> orders.enter(village.member(), items(world, lot, kg, price)));
		buyer.makes(today, 7, () -> orders.order(wish(world, kg, price)));
		buyer.makes(today, 7, () -> orders.draft(wish(world, kg, price)));
		var cancelled = buyer.makes(today.minusDays(5), 9, () -> orders.order(wish(world, kg, price)));
		buyer.does(today.minusDays(5), 14, () -> orders.cancel(cancelled, "示例：门店盘点，改期再订", version(cancelled)));
	}

	private UUID shipped(DemoWorld world, DemoPerson farm, DemoPerson buyer, HarvestLotFact lot, BigDecimal kg,
			Money price, LocalDate on) {
		var id = farm.makes(on, 8, () -> orders.enter(buyer.member(), items(world, lot, kg, price)));
		farm.does(on, 10, () -> orders.ship(id, version(id)));
		return id;
	}

	/** Small sales over the fence, confirmed by link, and one that waits for it. */
	private void atTheField(DemoWorld world, DemoPerson farm, List<HarvestLotFact> lots) {
		var names = List.of("王老板（示例）", "水果店李姐（示例）", "菜场张师傅（示例）");
		for (var n = 0; n < 4; n++) {
			var lot = lots.get(n % lots.size());
			var waits = n == 3;
			var on = waits ? world.today().minusDays(1) : lot.pickedOn().plusDays(1);
			var name = names.get(n % names.size());
			var uid = world.fixed("field-sale." + n);
			var id = farm.makes(on, 15,
					() -> fieldSales.sell(new FieldSaleCommands.Sell(uid, world.get("product.farm"), lot.harvestLotId(),
							new BigDecimal(waits ? "60" : "90"), Money.of("5.00"), name,
							waits ? PayMethod.WECHAT : PayMethod.CASH, on)));
			if (!waits) {
				person(world, "village").does(on, 18, () -> fieldSales.confirm(token(id), name));
			}
		}
	}

	private List<OrderCommands.LotItem> items(DemoWorld world, HarvestLotFact lot, BigDecimal kg, Money price) {
		return new ArrayList<>(
				List.of(new OrderCommands.LotItem(world.get("product.farm"), lot.harvestLotId(), kg, price)));
	}

	private static List<OrderCommands.Item> wish(DemoWorld world, BigDecimal kg, Money price) {
		return List.of(new OrderCommands.Item(world.get("product.farm"), kg, price));
	}

	private static BigDecimal share(HarvestLotFact lot, String part) {
		return lot.weightKg().multiply(new BigDecimal(part)).setScale(0, RoundingMode.DOWN);
	}

	private DemoPerson person(DemoWorld world, String slug) {
		return DemoPerson.of(world, slug, members.require(world.get("member." + slug)).contactName());
	}

	private long version(UUID orderId) {
		return Objects
			.requireNonNull(transaction.execute(_ -> sql.sql("select version from supply_sales_order where id = ?")
				.param(orderId)
				.query(Long.class)
				.single()));
	}

	private String token(UUID saleId) {
		return Objects
			.requireNonNull(transaction.execute(_ -> sql.sql("select token from supply_field_sale where id = ?")
				.param(saleId)
				.query(String.class)
				.single()));
	}

}
