package cn.jinfu.production.service.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import cn.jinfu.production.service.provider.ServiceItem;
import cn.jinfu.production.service.provider.ServiceUnit;
import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of an order; quantities in {@code unit}.
 *
 * @param distanceKm from the organisation's station to the middle of the plot when it was
 * ordered; null where that could not be measured
 * @param radiusKm how far the menu reached that day; null for no limit
 * @param circleKm how far out the organisation works without long ways
 * @param acceptedSilently whether the farm was told, said nothing and is taken to agree
 * @param mine whether it is the reader's own farm that ordered
 * @param serving whether the reader belongs to the organisation that serves
 */
public record ServiceOrderView(UUID id, String no, UUID memberId, @With String memberName, UUID providerId,
		UUID providerMemberId, @With String providerName, String providerPhone, UUID plantingId, String plotName,
		String cropName, ServiceItem item, String name, ServiceUnit unit, Money unitPrice, BigDecimal quantity,
		LocalDate wantedOn, @Nullable String note, @Nullable BigDecimal distanceKm, @Nullable BigDecimal radiusKm,
		int circleKm, ServiceOrderState state, Instant orderedAt, Instant changedAt, @Nullable String machineName,
		@Nullable String worker, @Nullable Instant startsAt, @Nullable Instant endsAt, @Nullable LocalDate doneOn,
		@Nullable BigDecimal doneQuantity, @Nullable Money materialAmount, @Nullable String reportNote,
		@Nullable UUID operationId, @Nullable BigDecimal acceptedQuantity, @Nullable Integer score,
		@Nullable LocalDate acceptWarnedOn, boolean acceptedSilently, @Nullable Money workAmount,
		@Nullable Money amount, @Nullable LocalDate paidOn, @Nullable String paidRef, boolean mine, boolean serving,
		long version) {

	/** Working days in which the other side has acted. */
	public static final int ANSWER_DAYS = 3;

	/** Outside the circle: a warning only. */
	public boolean far() {
		return distanceKm != null && distanceKm.compareTo(BigDecimal.valueOf(circleKm)) > 0;
	}

	public boolean can(String action) {
		return state.actions().contains(ServiceOrderState.Action.valueOf(action));
	}

}
