package cn.jinfu.production.service.campaign;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import cn.jinfu.production.InputUnit;
import lombok.With;

/**
 * What screens and clients see of a campaign.
 *
 * @param price of the work per 亩
 * @param materialMu of the product per 亩
 * @param dosePerMu in {@code unit}
 * @param fields how many joined, and their 亩 together
 * @param serving whether the reader belongs to the organisation that does it
 */
public record CampaignView(UUID id, String no, UUID providerId, UUID providerMember, @With String providerName,
		UUID menuId, String menuName, Money price, UUID inputId, String inputName, InputUnit unit, String pest,
		BigDecimal dosePerMu, Money materialMu, LocalDate onDay, LocalDate joinsUntil, CampaignState state,
		Instant announcedAt, long fields, BigDecimal areaMu, boolean serving, long version) {

	/** One field of it, as an order. */
	public record Field(UUID orderId, String no, UUID memberId, @With String memberName, UUID plantingId,
			String plotName, String cropName, BigDecimal areaMu,
			cn.jinfu.production.service.order.ServiceOrderState state) {
	}

	public boolean can(String action) {
		return state.actions().contains(CampaignState.Action.valueOf(action));
	}

}
