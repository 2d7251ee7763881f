package cn.jinfu.supply.order;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import org.jspecify.annotations.Nullable;

/**
 * An order as staff and its two sides see it.
 *
 * @param origin who wrote it
 * @param bankTxnNo the bank's number of the payment
 * @param endedReason why it was cancelled or the goods came back
 * @param may what the reader may do now
 */
public record OrderView(UUID id, String no, UUID sellerId, String sellerName, UUID buyerId, String buyerName,
		Money total, OrderStatus status, SalesOrder.Origin origin, LocalDate createdOn, @Nullable LocalDate shippedOn,
		@Nullable LocalDate receivedOn, @Nullable LocalDate paidOn, @Nullable String bankTxnNo,
		@Nullable String endedReason, @Nullable String goods, long version, Set<OrderStatus.Action> may) {

	/**
	 * One line of it; the lot is named when the seller confirms.
	 */
	public record Line(UUID id, UUID productId, String product, String crop, @Nullable UUID harvestLotId,
			@Nullable String lotNo, @Nullable LocalDate pickedOn, BigDecimal kg, Money pricePerKg, Money amount) {
	}

	public boolean can(String action) {
		return may.contains(OrderStatus.Action.valueOf(action));
	}

	/** The one thing that brings it on and that the reader may do; null when none. */
	public OrderStatus.@Nullable Action next() {
		return status.forward().filter(may::contains).orElse(null);
	}

}
