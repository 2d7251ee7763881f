package cn.jinfu.supply.blend;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of a blended order.
 *
 * @param saleId the sale that filled it
 */
public record BlendOrderView(UUID id, String no, UUID recipeId, String recipeNo, UUID memberId, @With String memberName,
		UUID outletId, String outlet, String outletPhone, LocalDate wantedOn, BlendState state, Instant orderedAt,
		Instant changedAt, @Nullable UUID saleId, long version) {

	public boolean can(String action) {
		return state.actions().contains(BlendState.Action.valueOf(action));
	}

}
