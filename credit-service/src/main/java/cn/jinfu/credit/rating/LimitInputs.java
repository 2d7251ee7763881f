package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the limit formula needs beside the facts; amounts in yuan. Verified receipts,
 * insurance and the largest buyer come from the facts O401, C106 and O404.
 *
 * @param working null when the farm has declared no yearly figures: then production and
 * receipts alone decide
 * @param productCap the most the product lends
 * @param umbrellaAvailable what is left of the umbrella facility
 * @param memberCap the most one member may owe over all products
 * @param exposure what the member owes or has reserved now
 */
public record LimitInputs(List<CropLine> crops, @Nullable WorkingCapital working, BigDecimal productCap,
		BigDecimal umbrellaAvailable, BigDecimal memberCap, BigDecimal exposure) {

	/**
	 * @param costPerMu yearly approved cost of this crop, yuan per 亩 and cycle
	 */
	public record CropLine(String crop, BigDecimal areaMu, BigDecimal costPerMu, int cycles) {
	}

	/**
	 * The yearly declaration, verified by the township. Days of turnover; percentages.
	 */
	public record WorkingCapital(BigDecimal sales, BigDecimal marginPercent, BigDecimal growthPercent,
			int inventoryDays, int receivableDays, int prepaidDays, int payableDays, int preReceivedDays,
			BigDecimal ownFunds, BigDecimal existingLoans, BigDecimal otherFunds) {
	}
}
