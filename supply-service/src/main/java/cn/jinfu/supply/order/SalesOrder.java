package cn.jinfu.supply.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.supply.GoodsReceived;
import cn.jinfu.supply.GoodsShipped;
import cn.jinfu.supply.OrderPaid;
import cn.jinfu.supply.order.OrderStatus.Action;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * A buyer's order with one seller. Receiving and paying are different acts: only both
 * together, on a lot with its chain, prove a sale (docs/rules/proved-sale.md).
 */
@Entity
@Table(name = "supply_sales_order")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class SalesOrder extends Aggregate<SalesOrder> {

	private String no;

	private UUID sellerId;

	private UUID buyerId;

	private Money total;

	@Enumerated(EnumType.STRING)
	private OrderStatus status;

	/** Who wrote the order. */
	@Enumerated(EnumType.STRING)
	private Origin origin;

	private LocalDate createdOn;

	private UUID placedBy;

	private @Nullable LocalDate shippedOn;

	private @Nullable LocalDate receivedOn;

	private @Nullable UUID receivedBy;

	/** Whether who received the goods has no part in the seller. */
	private @Nullable Boolean armsLength;

	private @Nullable LocalDate paidOn;

	private @Nullable UUID paidBy;

	private @Nullable String bankTxnNo;

	private @Nullable String endedReason;

	@OneToMany(cascade = CascadeType.ALL)
	@JoinColumn(name = "order_id", nullable = false, updatable = false)
	@OrderBy("lineNo")
	private List<SalesOrderLine> lines = new ArrayList<>();

	/** The buyer's order, or one agreed by word and written down by the seller. */
	public enum Origin {

		BUYER, SELLER

	}

	static SalesOrder draft(String no, UUID sellerId, UUID buyerId, List<SalesOrderLine> lines, UUID by, LocalDate on) {
		if (sellerId.equals(buyerId)) {
			throw new RuleBroken("supply.order.own-goods").at("productId");
		}
		if (lines.isEmpty()) {
			throw new RuleBroken("supply.order.empty").at("productId");
		}
		var order = new SalesOrder();
		order.no = no;
		order.sellerId = sellerId;
		order.buyerId = buyerId;
		order.lines = new ArrayList<>(lines);
		order.total = lines.stream().map(SalesOrderLine::amount).reduce(Money.ZERO, Money::plus);
		order.status = OrderStatus.DRAFT;
		order.origin = Origin.BUYER;
		order.createdOn = on;
		order.placedBy = by;
		return order;
	}

	/**
	 * What was agreed by word: confirmed from the start, each line with its lot. Only the
	 * buyer's own receipt and payment make a sale of it.
	 */
	static SalesOrder entered(String no, UUID sellerId, UUID buyerId, List<SalesOrderLine> lines, UUID by,
			LocalDate on) {
		var order = draft(no, sellerId, buyerId, lines, by, on);
		if (lines.stream().anyMatch(line -> line.harvestLotId() == null)) {
			throw new RuleBroken("supply.order.lot-missing").at("lotId");
		}
		order.origin = Origin.SELLER;
		order.status = OrderStatus.CONFIRMED;
		return order;
	}

	void place() {
		status = status.after(Action.PLACE);
	}

	/**
	 * @param parts what each line is delivered out of; every line needs its lot
	 * @param numbers of the lots, by id
	 */
	void confirm(List<LinePart> parts, Map<UUID, String> numbers) {
		var next = status.after(Action.CONFIRM);
		if (lines.stream().anyMatch(line -> parts.stream().noneMatch(it -> it.lineId().equals(line.id())))) {
			throw new RuleBroken("supply.order.lot-missing").at("lotId");
		}
		deliver(parts, numbers);
		status = next;
	}

	/** A line out of several lots becomes several lines, each with its lot. */
	private void deliver(List<LinePart> parts, Map<UUID, String> numbers) {
		for (var line : lines) {
			requireWhole(line, parts.stream().filter(it -> it.lineId().equals(line.id())).toList());
		}
		for (var line : List.copyOf(lines)) {
			var own = parts.stream().filter(it -> it.lineId().equals(line.id())).toList();
			for (int i = 0; i < own.size(); i++) {
				var lot = own.get(i).lotId();
				var number = Objects.requireNonNull(numbers.get(lot));
				var kg = own.get(i).kg();
				if (i == 0) {
					line.from(lot, number);
				}
				if (kg != null && i == 0) {
					line.only(kg);
				}
				else if (kg != null) {
					lines.add(SalesOrderLine.of(lines.size() + 1, line.productId(), kg, line.pricePerKg())
						.from(lot, number));
				}
			}
		}
		total = lines.stream().map(SalesOrderLine::amount).reduce(Money.ZERO, Money::plus);
	}

	private static void requireWhole(SalesOrderLine line, List<LinePart> own) {
		if (own.stream().map(LinePart::lotId).distinct().count() < own.size()) {
			throw new RuleBroken("supply.order.lot-twice").at("lotId");
		}
		if (own.isEmpty() || (own.size() == 1 && own.getFirst().kg() == null)) {
			return;
		}
		var sum = BigDecimal.ZERO;
		for (var part : own) {
			var kg = part.kg();
			if (kg == null || kg.signum() <= 0) {
				throw new RuleBroken("supply.order.part-kg", String.valueOf(kg)).at("lotId");
			}
			sum = sum.add(kg);
		}
		if (sum.compareTo(line.kg()) != 0) {
			throw new RuleBroken("supply.order.parts-differ", sum, line.kg().stripTrailingZeros()).at("lotId");
		}
	}

	/**
	 * @param parts other lots than those promised, as they were loaded; empty: as
	 * promised
	 */
	void ship(List<LinePart> parts, Map<UUID, String> numbers, Instant at) {
		var next = status.after(Action.SHIP);
		deliver(parts, numbers);
		status = next;
		shippedOn = day(at);
		var gone = lines.stream()
			.map(it -> new GoodsShipped.Part(it.id(), it.productId(), Objects.requireNonNull(it.harvestLotId()),
					it.kg()))
			.toList();
		registerEvent(new GoodsShipped(tenantId(), id(), no, sellerId, buyerId, gone, at));
	}

	void receive(UUID by, boolean independent, Instant at) {
		status = status.after(Action.RECEIVE);
		receivedOn = day(at);
		receivedBy = by;
		armsLength = independent;
		registerEvent(new GoodsReceived(tenantId(), id(), no, sellerId, buyerId, lots(), at));
	}

	/**
	 * @param txnNo the bank's number of the transfer, which proves one order only
	 * @throws RuleBroken when the amount is not the order's
	 */
	void pay(Money amount, String txnNo, UUID by, Instant at) {
		var next = status.after(Action.PAY);
		if (!amount.equals(total)) {
			throw new RuleBroken("supply.order.amount-differs", amount.yuan(), total.yuan()).at("amount");
		}
		status = next;
		paidOn = day(at);
		paidBy = by;
		bankTxnNo = txnNo;
		registerEvent(new OrderPaid(tenantId(), id(), no, sellerId, buyerId, amount, lots(), at));
	}

	void complete() {
		status = status.after(Action.COMPLETE);
	}

	void cancel(String reason) {
		status = status.after(Action.CANCEL);
		endedReason = reason;
	}

	void takeBack(String reason) {
		status = status.after(Action.TAKE_BACK);
		endedReason = reason;
	}

	private List<UUID> lots() {
		return lines.stream().map(it -> Objects.requireNonNull(it.harvestLotId())).distinct().toList();
	}

	private static LocalDate day(Instant at) {
		return at.atZone(BusinessClock.ZONE).toLocalDate();
	}

}
