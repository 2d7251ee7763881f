package cn.jinfu.supply.order;

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
	 * @param lots the lot of each line, by line id; every line needs one
	 */
	void confirm(Map<UUID, UUID> lots) {
		var next = status.after(Action.CONFIRM);
		if (!lines.stream().map(SalesOrderLine::id).allMatch(lots::containsKey)) {
			throw new RuleBroken("supply.order.lot-missing").at("lotId");
		}
		lines.forEach(line -> line.from(Objects.requireNonNull(lots.get(line.id()))));
		status = next;
	}

	void ship(Instant at) {
		status = status.after(Action.SHIP);
		shippedOn = day(at);
		var parts = lines.stream()
			.map(it -> new GoodsShipped.Part(it.id(), it.productId(), Objects.requireNonNull(it.harvestLotId()),
					it.kg()))
			.toList();
		registerEvent(new GoodsShipped(tenantId(), id(), no, sellerId, buyerId, parts, at));
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
