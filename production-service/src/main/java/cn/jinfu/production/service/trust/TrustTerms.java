package cn.jinfu.production.service.trust;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;

/**
 * What both sides agree on.
 *
 * @param items what the organisation does, in words
 * @param promiseKgMu the yield it answers for, kg per 亩
 * @param feeMu yuan per 亩
 * @param refPrice yuan per kg, for what is missing and what is above
 * @param shareRate of the value above the promise, to the organisation; 0 to 1
 * @param villageRate of the fee, to the village for organising; 0 to 1
 * @param parts when the fee falls due; 100 % in all
 */
public record TrustTerms(String crop, LocalDate beginsOn, LocalDate endsOn, String items, BigDecimal promiseKgMu,
		Money feeMu, Money refPrice, BigDecimal shareRate, BigDecimal villageRate, @Nullable String villageName,
		List<Part> parts) {

	private static final int LONGEST = 1_100;

	/**
	 * @param percent of the fee, two decimals
	 */
	public record Part(LocalDate dueOn, BigDecimal percent) {
	}

	/**
	 * What comes out of a season, in yuan.
	 *
	 * @param share to the organisation from what grew above the promise
	 * @param shortfall from the organisation for what is missing
	 * @param village to the village, from the organisation's part
	 * @param farmPays negative: the organisation pays the farm
	 */
	public record Settlement(BigDecimal promisedKg, BigDecimal yieldKg, Money fee, Money share, Money shortfall,
			Money village, Money farmPays, Money providerKeeps) {
	}

	/**
	 * @param areaMu of a plot that goes with it
	 */
	public record Entrusted(UUID plotId, BigDecimal areaMu) {
	}

	public TrustTerms {
		items = items.strip();
		if (!endsOn.isAfter(beginsOn) || endsOn.isAfter(beginsOn.plusDays(LONGEST))) {
			throw new RuleBroken("production.trust.time").at("endsOn");
		}
		if (items.isEmpty() || items.length() > 500) {
			throw new RuleBroken("production.trust.items").at("items");
		}
		if (promiseKgMu.signum() <= 0 || promiseKgMu.stripTrailingZeros().scale() > 3
				|| promiseKgMu.compareTo(new BigDecimal("100000")) > 0) {
			throw new RuleBroken("production.trust.promise").at("promiseKgMu");
		}
		if (!feeMu.isPositive()) {
			throw new RuleBroken("production.trust.money").at("feeMu");
		}
		if (!refPrice.isPositive()) {
			throw new RuleBroken("production.trust.money").at("refPrice");
		}
		rate(shareRate, "sharePercent");
		rate(villageRate, "villagePercent");
		villageName = (villageName == null || villageName.isBlank()) ? null : villageName.strip();
		if (villageRate.signum() > 0 && villageName == null) {
			throw new RuleBroken("production.trust.village").at("villageName");
		}
		parts = List.copyOf(parts);
		for (var part : parts) {
			if (part.percent().signum() <= 0 || part.percent().stripTrailingZeros().scale() > 2) {
				throw new RuleBroken("production.trust.parts").at("parts");
			}
		}
		if (parts.stream()
			.map(Part::percent)
			.reduce(BigDecimal.ZERO, BigDecimal::add)
			.compareTo(BigDecimal.valueOf(100)) != 0) {
			throw new RuleBroken("production.trust.parts").at("parts");
		}
	}

	private static void rate(BigDecimal rate, String field) {
		if (rate.signum() < 0 || rate.compareTo(BigDecimal.ONE) > 0 || rate.stripTrailingZeros().scale() > 4) {
			throw new RuleBroken("production.trust.rate").at(field);
		}
	}

	public Money fee(BigDecimal areaMu) {
		return feeMu.times(areaMu, RoundingMode.HALF_UP);
	}

	/** The fee in its parts; they add up to exactly the fee. */
	public List<Money> parts(BigDecimal areaMu) {
		return fee(areaMu).split(parts.stream().map(Part::percent).toList());
	}

	/**
	 * 分 half-up on every line.
	 * @param excused 不可抗力 was accepted: nothing is paid for what is missing
	 */
	public Settlement settle(BigDecimal areaMu, BigDecimal yieldKg, boolean excused) {
		var promised = promiseKgMu.multiply(areaMu).setScale(3, RoundingMode.HALF_UP);
		var above = yieldKg.subtract(promised);
		var share = (above.signum() > 0) ? refPrice.times(above.multiply(shareRate), RoundingMode.HALF_UP) : Money.ZERO;
		var shortfall = (above.signum() < 0 && !excused) ? refPrice.times(above.negate(), RoundingMode.HALF_UP)
				: Money.ZERO;
		var fee = fee(areaMu);
		var village = fee.times(villageRate, RoundingMode.HALF_UP);
		var pays = fee.plus(share).minus(shortfall);
		return new Settlement(promised, yieldKg, fee, share, shortfall, village, pays, pays.minus(village));
	}

}
