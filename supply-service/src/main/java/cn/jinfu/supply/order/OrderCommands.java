package cn.jinfu.supply.order;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.Mandates;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.member.Turnover;
import cn.jinfu.supply.LotDispatch;
import cn.jinfu.supply.LotStock;
import cn.jinfu.supply.Products;
import cn.jinfu.supply.SaleGate;
import cn.jinfu.supply.order.OrderStatus.Action;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the two sides do. The ports are filled by a later module that itself reads our
 * products, hence asked for when they are needed.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class OrderCommands {

	private static final String ANY_SIDE = "hasAnyAuthority('supply:order:buy', 'supply:order:sell', 'supply:order:manage')";

	private static final String SELLING = "hasAnyAuthority('supply:order:sell', 'supply:order:manage')";

	/** One line of a new order; all products are of one seller. */
	public record Item(UUID productId, BigDecimal kg, Money pricePerKg) {
	}

	/** The same with the seller's lot. */
	public record LotItem(UUID productId, UUID harvestLotId, BigDecimal kg, Money pricePerKg) {
	}

	private final SalesOrders orders;

	private final Products products;

	private final MemberDirectory members;

	private final Mandates mandates;

	private final Turnover turnover;

	private final ServiceUse uses;

	private final ObjectProvider<SaleGate> gate;

	private final ObjectProvider<LotDispatch> dispatch;

	private final ObjectProvider<LotStock> stock;

	private final Numbers numbers;

	private final StatusHistory history;

	private final BusinessClock clock;

	/**
	 * @return the draft's id
	 */
	@PreAuthorize("hasAuthority('supply:order:buy')")
	public UUID draft(List<Item> items) {
		var actor = Actor.current();
		var buyer = actor.memberId();
		members.requireActive(buyer);
		var lines = new ArrayList<SalesOrderLine>();
		UUID seller = null;
		for (var item : items) {
			var product = products.find(item.productId())
				.filter(Products.Product::active)
				.orElseThrow(() -> new NotFound("supply.product.not-found", item.productId()));
			if (seller != null && !seller.equals(product.memberId())) {
				throw new RuleBroken("supply.order.two-sellers").at("productId");
			}
			seller = product.memberId();
			lines.add(SalesOrderLine.of(lines.size() + 1, item.productId(), item.kg(), item.pricePerKg()));
		}
		if (seller == null) {
			throw new RuleBroken("supply.order.empty").at("productId");
		}
		members.requireActive(seller);
		var order = orders.save(SalesOrder.draft(numbers.next("sales_order", "D-%06d"), seller, buyer, lines,
				actor.personId(), clock.today()));
		history.record("SalesOrder", order.id(), null, order.status(), null);
		return order.id();
	}

	/** Drafts and places in one act. */
	@PreAuthorize("hasAuthority('supply:order:buy')")
	public UUID order(List<Item> items) {
		var id = draft(items);
		place(id, orders.require(id).version());
		return id;
	}

	/**
	 * Written down by the seller as agreed by word.
	 * @return the confirmed order's id
	 */
	@PreAuthorize("hasAuthority('supply:order:sell')")
	public UUID enter(UUID buyerId, List<LotItem> items) {
		var actor = Actor.current();
		var seller = actor.memberId();
		members.requireActive(seller);
		members.requireActive(buyerId);
		var lines = new ArrayList<SalesOrderLine>();
		for (var item : items) {
			products.find(item.productId())
				.filter(it -> it.active() && it.memberId().equals(seller))
				.orElseThrow(() -> new NotFound("supply.product.not-found", item.productId()));
			lines.add(SalesOrderLine.of(lines.size() + 1, item.productId(), item.kg(), item.pricePerKg())
				.from(item.harvestLotId(), ownSellable(seller, item.harvestLotId())));
		}
		var order = orders.save(SalesOrder.entered(numbers.next("sales_order", "D-%06d"), seller, buyerId, lines,
				actor.personId(), clock.today()));
		history.record("SalesOrder", order.id(), null, order.status(), null);
		return order.id();
	}

	@PreAuthorize("hasAuthority('supply:order:buy')")
	public void place(UUID id, long version) {
		change(id, version, Action.PLACE, null, SalesOrder::place);
	}

	/**
	 * @param lots the lot of each line, by line id
	 */
	@PreAuthorize(SELLING)
	public void confirm(UUID id, Map<UUID, UUID> lots, long version) {
		confirm(id, LinePart.whole(lots), version);
	}

	/** The same, where a line may be delivered out of several lots. */
	@PreAuthorize(SELLING)
	public void confirm(UUID id, List<LinePart> parts, long version) {
		change(id, version, Action.CONFIRM, null, order -> order.confirm(parts, numbers(order, parts)));
	}

	@PreAuthorize(SELLING)
	public void ship(UUID id, long version) {
		ship(id, List.of(), version);
	}

	/**
	 * Asks the gate again and takes the kilograms, lots in order of id.
	 * @param parts where other lots were loaded than those promised
	 */
	@PreAuthorize(SELLING)
	public void ship(UUID id, List<LinePart> parts, long version) {
		change(id, version, Action.SHIP, null, order -> {
			order.ship(parts, numbers(order, parts), clock.now());
			byLot(order, line -> {
				gate.getObject().check(Objects.requireNonNull(line.harvestLotId()));
				dispatch.getObject().take(Objects.requireNonNull(line.harvestLotId()), line.kg(), line.id());
			});
		});
	}

	private Map<UUID, String> numbers(SalesOrder order, List<LinePart> parts) {
		var numbers = new TreeMap<UUID, String>();
		parts.stream()
			.map(LinePart::lotId)
			.distinct()
			.sorted()
			.forEach(lot -> numbers.put(lot, ownSellable(order.sellerId(), lot)));
		return numbers;
	}

	/** Received is received whole: what came is the buyer's lot, made of the seller's. */
	@PreAuthorize("hasAuthority('supply:order:buy')")
	public void receive(UUID id, long version) {
		var person = Actor.current().personId();
		change(id, version, Action.RECEIVE, null, order -> {
			order.receive(person, !mandates.actsFor(person, order.sellerId()), clock.now());
			byLot(order, line -> dispatch.getObject()
				.arrive(Objects.requireNonNull(line.harvestLotId()), line.id(), order.buyerId()));
		});
	}

	@PreAuthorize("hasAuthority('supply:order:buy')")
	public void pay(UUID id, Money amount, String bankTxnNo, long version) {
		change(id, version, Action.PAY, null, order -> {
			if (orders.existsByBankTxnNo(bankTxnNo.strip())) {
				throw new RuleBroken("supply.order.payment-used", bankTxnNo).at("bankTxnNo");
			}
			order.pay(amount, bankTxnNo.strip(), Actor.current().personId(), clock.now());
			var product = products.find(order.lines().getFirst().productId()).orElseThrow().name();
			var kg = order.lines().stream().map(SalesOrderLine::kg).reduce(BigDecimal.ZERO, BigDecimal::add);
			var year = clock.today().getYear();
			turnover.record(new Turnover.Entry(order.sellerId(), year, Turnover.Kind.SALE, kg, amount, product,
					"supply.order", order.id()));
			turnover.record(new Turnover.Entry(order.buyerId(), year, Turnover.Kind.PURCHASE, kg, amount, product,
					"supply.order", order.id()));
			uses.record(order.sellerId(), ServiceKind.PRODUCT_SALE, clock.today(), "supply.order", order.id());
		});
	}

	@PreAuthorize(SELLING)
	public void complete(UUID id, long version) {
		change(id, version, Action.COMPLETE, null, SalesOrder::complete);
	}

	@PreAuthorize(ANY_SIDE)
	public void cancel(UUID id, String reason, long version) {
		change(id, version, Action.CANCEL, reason, order -> order.cancel(reason));
	}

	/** The goods came back, whole: their kilograms return to the lots. */
	@PreAuthorize(SELLING)
	public void takeBack(UUID id, String reason, long version) {
		change(id, version, Action.TAKE_BACK, reason, order -> {
			order.takeBack(reason);
			byLot(order, line -> dispatch.getObject().giveBack(Objects.requireNonNull(line.harvestLotId()), line.id()));
		});
	}

	/**
	 * @return the lot's number
	 */
	private String ownSellable(UUID seller, UUID lot) {
		var found = stock.getObject()
			.find(lot)
			.filter(it -> it.memberId().equals(seller))
			.orElseThrow(() -> new NotFound("supply.order.lot-not-found", lot));
		gate.getObject().check(lot);
		return found.lotCode();
	}

	private void change(UUID id, long version, Action action, @Nullable String reason, Consumer<SalesOrder> act) {
		var order = orders.require(id);
		if (!party(Actor.current(), order.sellerId(), order.buyerId()).may(action)) {
			throw new Forbidden("supply.order.other-side", action);
		}
		order.seenAt(version);
		var before = order.status();
		act.accept(order);
		orders.save(order);
		history.record("SalesOrder", id, before, order.status(), reason);
	}

	private static void byLot(SalesOrder order, Consumer<SalesOrderLine> act) {
		order.lines()
			.stream()
			.sorted(Comparator.comparing((SalesOrderLine it) -> Objects.requireNonNull(it.harvestLotId()))
				.thenComparing(SalesOrderLine::id))
			.forEach(act);
	}

	/**
	 * @throws NotFound for a person with no part in it: a foreign order is not told apart
	 * from a missing one
	 */
	static Party party(Actor actor, UUID sellerId, UUID buyerId) {
		if (actor.scope().kind() == Scope.Kind.MEMBER) {
			var member = actor.memberId();
			if (member.equals(buyerId)) {
				return Party.BUYER;
			}
			if (member.equals(sellerId)) {
				return Party.SELLER;
			}
		}
		if (actor.scope().isAll()) {
			return actor.may("supply:order:manage") ? Party.STAFF : Party.ONLOOKER;
		}
		throw new NotFound("supply.order.not-found", sellerId);
	}

}
