package cn.jinfu.supply.order;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * An order as staff and its two sides see it.
 *
 * @param totalYuan in yuan
 * @param may what the reader may do now
 */
public record OrderView(UUID id, String no, String sellerName, String buyerName, BigDecimal totalYuan,
		OrderStatus status, LocalDate createdOn, @Nullable LocalDate shippedOn, @Nullable LocalDate receivedOn,
		@Nullable LocalDate paidOn, long version, Set<OrderStatus.Action> may) {

	/**
	 * One line of it; the lot is named when the seller confirms.
	 */
	public record Line(String product, @Nullable String lotNo, BigDecimal kg, BigDecimal pricePerKg,
			BigDecimal amount) {
	}

	public boolean can(String action) {
		return may.contains(OrderStatus.Action.valueOf(action));
	}
}
