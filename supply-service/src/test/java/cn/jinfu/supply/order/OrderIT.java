package cn.jinfu.supply.order;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.supply.LotStock;
import cn.jinfu.supply.MockedNeighbours;
import cn.jinfu.supply.SalesFacts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;

class OrderIT extends MockedNeighbours {

	private static final String TENANT = "330482";

	private static final Set<String> SELLER = Set.of("supply:order:view", "supply:order:sell");

	private static final Set<String> BUYER = Set.of("supply:order:view", "supply:order:buy");

	private static final AtomicInteger NUMBER = new AtomicInteger();

	@Autowired
	OrderCommands orders;

	@Autowired
	OrderQueries queries;

	@Autowired
	SalesFacts facts;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	private final UUID seller = Ids.next();

	private final UUID buyer = Ids.next();

	private final UUID product = Ids.next();

	private final UUID lot = Ids.next();

	private final UUID packed = Ids.next();

	@BeforeEach
	void aFarmWithAHarvestAndABuyer() {
		var plot = Ids.next();
		var planting = Ids.next();
		var person = Ids.next();
		var on = clock.today().minusDays(5);
		inStock(lot, seller);
		inStock(packed, seller);
		jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, ?) on conflict do nothing",
				TENANT, TENANT, TENANT);
		as(Scope.ALL, Set.of(), () -> transaction.execute(_ -> {
			for (var member : List.of(seller, buyer)) {
				jdbc.update("""
						insert into member_member
						  (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
						values (?, ?, 0, ?, '测试', 'FAMILY_FARM', 'ACTIVE', '330482104', date '2020-01-01')""", member,
						TENANT, "M-" + (700000 + NUMBER.incrementAndGet()));
			}
			jdbc.update("""
					insert into production_plot (id, tenant_id, version, no, member_id, name, kind, division, village,
					  declared_mu, state, registered_by)
					values (?, ?, 0, ?, ?, '地', 'GREENHOUSE', '330482104', '村', 5, 'DRAFT', ?)""", plot, TENANT,
					"X-" + NUMBER.get(), seller, person);
			jdbc.update(
					"""
							insert into production_planting (id, tenant_id, version, no, member_id, plot_id, crop, variety,
							  season_year, season_part, sown_on, area_mu, state, recorded_by, recorded_at, verification)
							values (?, ?, 0, ?, ?, ?, 'watermelon', '早佳', 2026, 'AUTUMN', ?, 4, 'HARVESTING', ?, now(), 'SUBMITTED')""",
					planting, TENANT, "X-" + NUMBER.get(), seller, plot, on.minusDays(90), person);
			jdbc.update("""
					insert into production_harvest_lot (id, tenant_id, version, no, client_uid, member_id, planting_id,
					  picked_on, weight_kg, above_cap_kg, grade, status, late, recorded_at, recorded_by, by_name)
					values (?, ?, 0, ?, ?, ?, ?, ?, 1000, 0, '一级', 'VALID', false, now(), ?, '测试')""", lot, TENANT,
					"X-" + NUMBER.get(), Ids.next(), seller, planting, on, person);
			return jdbc.update("""
					insert into supply_product (id, tenant_id, version, no, member_id, name, crop, variety, grade,
					  net_weight_kg, status, registered_on)
					values (?, ?, 0, ?, ?, '西瓜', 'watermelon', '早佳', '一级', 5, 'ACTIVE', ?)""", product, TENANT,
					"X-" + NUMBER.get(), seller, on);
		}));
	}

	@Test
	void anOrderGoesItsWayAndBothSidesDoTheirPart() {
		var id = entered();
		assertThat(code(() -> buy(() -> orders.ship(id, 0)))).isEqualTo("denied");
		sell(() -> orders.ship(id, version(id)));
		then(dispatch).should().take(lot, new BigDecimal("100.000000"), line(id));
		assertThat(code(() -> sell(() -> orders.receive(id, version(id))))).isEqualTo("denied");
		buy(() -> orders.receive(id, version(id)));
		assertThat(code(() -> buy(() -> orders.pay(id, Money.of("449.99"), "T" + id, version(id)))))
			.isEqualTo("supply.order.amount-differs");
		buy(() -> orders.pay(id, Money.of("450"), "T" + id, version(id)));
		sell(() -> orders.complete(id, version(id)));

		assertThat(status(id)).isEqualTo("COMPLETED");
		var rows = as(Scope.ALL, Set.of(), () -> facts.ofSale(id));
		assertThat(rows).singleElement().satisfies(row -> {
			assertThat(row.strength()).isEqualTo(SalesFacts.Strength.CONFIRMED);
			assertThat(row.missing()).containsExactly("lot");
		});
	}

	@Test
	void theSalesOfALotAreReadInPartsTheLatestFirst() {
		var sold = new java.util.ArrayList<UUID>();
		for (int i = 0; i < 3; i++) {
			var id = entered();
			sell(() -> orders.ship(id, version(id)));
			sold.add(id);
		}
		var read = new java.util.ArrayList<UUID>();
		String after = null;
		do {
			var from = after;
			var page = as(Scope.ALL, Set.of(), () -> facts.ofLot(lot, from, 2));
			assertThat(page.total()).isEqualTo(3);
			page.items().forEach(it -> read.add(it.saleId()));
			after = page.next();
		}
		while (after != null);
		assertThat(read).containsExactlyElementsOf(sold.reversed());
		assertThat(code(() -> as(Scope.ALL, Set.of(), () -> facts.ofLot(lot, "x", 2)))).isEqualTo("kernel.cursor");
	}

	@Test
	void aShipmentThatLosesAgainstAHoldChangesNothing() {
		var id = entered();
		willThrow(new Refusal.RuleBroken("trace.lot.held")).given(dispatch).take(any(), any(), any());

		assertThat(code(() -> sell(() -> orders.ship(id, version(id))))).isEqualTo("trace.lot.held");

		assertThat(status(id)).isEqualTo("CONFIRMED");
		assertThat(as(Scope.ALL, Set.of(), () -> facts.ofSale(id))).isEmpty();
	}

	@Test
	void nothingIsPromisedFromALotThatTheGateStops() {
		willThrow(new Refusal.RuleBroken("trace.lot.held")).given(gate).check(lot);

		assertThat(code(this::entered)).isEqualTo("trace.lot.held");
	}

	@Test
	void receiptAtTwoPhonesIsOneReceipt() throws Exception {
		var id = entered();
		sell(() -> orders.ship(id, version(id)));
		var seen = version(id);

		var results = race(() -> buy(() -> orders.receive(id, seen)), () -> buy(() -> orders.receive(id, seen)));

		assertThat(results).contains("ok").doesNotHaveDuplicates();
		assertThat(status(id)).isEqualTo("RECEIVED");
	}

	@Test
	void oneTransferPaysOneOrderEvenAtTheSameMoment() throws Exception {
		var one = received();
		var other = received();
		var number = "T" + Ids.next();

		var results = race(() -> buy(() -> orders.pay(one, Money.of("450"), number, version(one))),
				() -> buy(() -> orders.pay(other, Money.of("450"), number, version(other))));

		assertThat(results).contains("ok").doesNotHaveDuplicates();
		assertThat(List.of(status(one), status(other))).containsExactlyInAnyOrder("PAID", "RECEIVED");
	}

	@Test
	void goodsTakenBackReturnToTheirLot() {
		var id = received();
		sell(() -> orders.takeBack(id, "坏了一半", version(id)));

		then(dispatch).should().giveBack(lot, line(id));
		assertThat(status(id)).isEqualTo("RETURNED");
	}

	@Test
	void whoHasNoPartInItSeesNothing() {
		var id = entered();
		var stranger = Scope.member(Ids.next());

		assertThat(code(() -> as(stranger, SELLER, () -> queries.view(id)))).isEqualTo("supply.order.not-found");
		assertThat(code(() -> as(stranger, SELLER, () -> {
			orders.ship(id, 0);
			return true;
		}))).isEqualTo("supply.order.not-found");
		assertThat(as(stranger, SELLER, () -> queries.list(null, null, null, 20, null).items())).isEmpty();
		assertThat(code(() -> as(Scope.member(buyer), BUYER, () -> queries.view(id)))).isEqualTo("ok");
	}

	@Test
	void aSellerEntersOnlyHisOwnGoods() {
		assertThat(code(() -> as(Scope.member(buyer), SELLER, () -> orders.enter(seller, items()))))
			.isEqualTo("supply.product.not-found");
		assertThat(code(() -> as(Scope.member(seller), SELLER, () -> orders.enter(seller, items()))))
			.isEqualTo("supply.order.own-goods");
	}

	@Test
	void aLineIsDeliveredOutOfSeveralLotsOfTheSeller() {
		var id = as(Scope.member(buyer), BUYER,
				() -> orders.order(List.of(new OrderCommands.Item(product, new BigDecimal("100"), Money.of("4.50")))));
		var line = line(id);
		var foreign = Ids.next();
		inStock(foreign, buyer);
		assertThat(code(() -> sell(() -> orders.confirm(id, List.of(new LinePart(line, foreign, null)), version(id)))))
			.isEqualTo("supply.order.lot-not-found");
		sell(() -> orders.confirm(id, List.of(new LinePart(line, lot, new BigDecimal("70")),
				new LinePart(line, packed, new BigDecimal("30"))), version(id)));
		sell(() -> orders.ship(id, version(id)));
		buy(() -> orders.receive(id, version(id)));

		then(dispatch).should().take(eq(lot), argThat(kg -> kg.compareTo(new BigDecimal("70")) == 0), eq(line));
		then(dispatch).should().take(eq(packed), argThat(kg -> kg.compareTo(new BigDecimal("30")) == 0), any());
		then(dispatch).should().arrive(lot, line, buyer);
		then(dispatch).should().arrive(eq(packed), any(), eq(buyer));
		var lines = as(Scope.member(seller), SELLER, () -> queries.lines(id));
		assertThat(lines).extracting(OrderView.Line::harvestLotId).containsExactly(lot, packed);
		assertThat(lines.getLast().lotNo()).isEqualTo(("L-" + packed).substring(0, 20));
		assertThat(as(Scope.ALL, Set.of(), () -> facts.ofSale(id))).hasSize(2);
	}

	private void inStock(UUID id, UUID owner) {
		given(stock.find(id)).willReturn(Optional.of(new LotStock.StockLot(id, ("L-" + id).substring(0, 20), owner,
				"PACKED", "watermelon", "西瓜", null, LocalDate.EPOCH, new BigDecimal("1000"), "")));
	}

	private UUID entered() {
		return as(Scope.member(seller), SELLER, () -> orders.enter(buyer, items()));
	}

	private UUID received() {
		var id = entered();
		sell(() -> orders.ship(id, version(id)));
		buy(() -> orders.receive(id, version(id)));
		return id;
	}

	private List<OrderCommands.LotItem> items() {
		return List.of(new OrderCommands.LotItem(product, lot, new BigDecimal("100"), Money.of("4.50")));
	}

	private boolean sell(Runnable act) {
		return as(Scope.member(seller), SELLER, () -> {
			act.run();
			return true;
		});
	}

	private boolean buy(Runnable act) {
		return as(Scope.member(buyer), BUYER, () -> {
			act.run();
			return true;
		});
	}

	private String status(UUID id) {
		return one("select status from supply_sales_order where id = ?", String.class, id);
	}

	private long version(UUID id) {
		return one("select version from supply_sales_order where id = ?", Long.class, id);
	}

	private UUID line(UUID id) {
		return one("select id from supply_sales_order_line where order_id = ?", UUID.class, id);
	}

	private <T> T one(String text, Class<T> type, UUID id) {
		return as(Scope.ALL, Set.of(), () -> transaction.execute(_ -> jdbc.queryForObject(text, type, id)));
	}

	private static List<String> race(Callable<?> one, Callable<?> other) throws Exception {
		var ready = new CountDownLatch(2);
		try (var threads = Executors.newFixedThreadPool(2)) {
			var results = new ArrayList<String>();
			for (var run : List.of(one, other).stream().map(act -> threads.submit(() -> {
				ready.countDown();
				ready.await();
				return code(act);
			})).toList()) {
				results.add(run.get());
			}
			return results;
		}
	}

	private static String code(Callable<?> act) {
		try {
			act.call();
			return "ok";
		}
		catch (Refusal refusal) {
			return refusal.code();
		}
		catch (AccessDeniedException denied) {
			return "denied";
		}
		catch (OptimisticLockingFailureException lost) {
			return "stale";
		}
		catch (Exception other) {
			return Constraints.name(other).orElse(other.toString());
		}
	}

	private static <T> T as(Scope scope, Set<String> permissions, Supplier<T> body) {
		var person = Ids.next();
		var result = new AtomicReference<T>();
		new Actor(Actor.Kind.PERSON, person, person, "t", "测试", TENANT, scope, permissions)
			.run(() -> result.set(body.get()));
		return result.get();
	}

}
