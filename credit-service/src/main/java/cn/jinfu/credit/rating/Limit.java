package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The suggested limit and how it came about (docs/rules/credit.md, limit formula); yuan.
 *
 * @param byProduction share of the approved cost of what grows
 * @param byReceipts share of twelve months' verified receipts
 * @param byWorkingCapital need of working capital; null without a yearly declaration
 * @param haircut fraction taken off for risks that the card names
 * @param binding which of the three, or which cap, decided
 */
public record Limit(BigDecimal byProduction, BigDecimal byReceipts, @Nullable BigDecimal byWorkingCapital,
		BigDecimal haircut, BigDecimal afterHaircut, BigDecimal amount, Binding binding) {

	private static final MathContext EXACT = new MathContext(34, RoundingMode.HALF_UP);

	private static final BigDecimal HUNDRED = new BigDecimal("100");

	private static final BigDecimal TEN_THOUSAND = new BigDecimal("10000");

	private static final BigDecimal YEAR_DAYS = new BigDecimal("360");

	/** What held the limit down. */
	public enum Binding {

		PRODUCTION, RECEIPTS, WORKING_CAPITAL, PRODUCT_CAP, UMBRELLA, MEMBER_CAP

	}

	static Limit of(Scorecard card, Scorecard.Band band, Snapshot snapshot, boolean thin) {
		var inputs = snapshot.limit();
		var production = byProduction(card, band, inputs);
		var receipts = receipts(snapshot).multiply(band.alpha());
		var working = workingCapital(card, inputs.working());
		var raw = min(production, receipts, working);
		var haircut = haircut(card, snapshot, thin);
		var after = raw.multiply(BigDecimal.ONE.subtract(haircut));
		var room = inputs.memberCap().subtract(inputs.exposure());
		var capped = min(min(after, inputs.productCap(), null), inputs.umbrellaAvailable(), room).max(BigDecimal.ZERO);
		if (band.alpha().signum() == 0) {
			capped = BigDecimal.ZERO;
		}
		var amount = capped.divideToIntegralValue(card.limitStep()).multiply(card.limitStep());
		return new Limit(yuan(production), yuan(receipts), (working != null) ? yuan(working) : null, haircut,
				yuan(after), yuan(amount), binding(capped, after, raw, production, receipts, inputs));
	}

	private static BigDecimal byProduction(Scorecard card, Scorecard.Band band, LimitInputs inputs) {
		var cost = BigDecimal.ZERO;
		for (var line : inputs.crops()) {
			cost = cost.add(line.areaMu().multiply(line.costPerMu()).multiply(BigDecimal.valueOf(line.cycles())));
		}
		return cost.multiply(BigDecimal.ONE.add(card.scaleOfFinanceMarkUp())).multiply(band.theta());
	}

	private static BigDecimal receipts(Snapshot snapshot) {
		var fact = snapshot.fact("O401");
		return (fact != null && fact.number() != null) ? fact.number().multiply(TEN_THOUSAND) : BigDecimal.ZERO;
	}

	private static @Nullable BigDecimal workingCapital(Scorecard card, LimitInputs.@Nullable WorkingCapital year) {
		if (year == null) {
			return null;
		}
		var days = year.inventoryDays() + year.receivableDays() + year.prepaidDays() - year.payableDays()
				- year.preReceivedDays();
		var margin = year.marginPercent().divide(HUNDRED, EXACT);
		var growth = year.growthPercent().min(card.growthCapPercent()).divide(HUNDRED, EXACT);
		return year.sales()
			.multiply(BigDecimal.ONE.subtract(margin))
			.multiply(BigDecimal.ONE.add(growth))
			.multiply(BigDecimal.valueOf(Math.max(days, 0)))
			.divide(YEAR_DAYS, EXACT)
			.subtract(year.ownFunds())
			.subtract(year.existingLoans())
			.subtract(year.otherFunds())
			.max(BigDecimal.ZERO);
	}

	private static BigDecimal haircut(Scorecard card, Snapshot snapshot, boolean thin) {
		var cuts = card.haircuts();
		var sum = BigDecimal.ZERO;
		var insured = snapshot.fact("C106");
		if (insured == null || insured.number() == null || insured.number().signum() == 0) {
			sum = sum.add(cuts.noInsurance());
		}
		var buyer = snapshot.fact("O404");
		if (buyer != null && buyer.number() != null && buyer.number().compareTo(cuts.largestBuyerFromPercent()) >= 0) {
			sum = sum.add(cuts.largestBuyer());
		}
		if (thin) {
			sum = sum.add(cuts.thinFile());
		}
		return sum.min(cuts.most());
	}

	private static Binding binding(BigDecimal capped, BigDecimal after, BigDecimal raw, BigDecimal production,
			BigDecimal receipts, LimitInputs inputs) {
		if (capped.compareTo(after) < 0) {
			if (capped.compareTo(inputs.productCap()) == 0) {
				return Binding.PRODUCT_CAP;
			}
			return (capped.compareTo(inputs.umbrellaAvailable()) == 0) ? Binding.UMBRELLA : Binding.MEMBER_CAP;
		}
		if (raw.compareTo(production) == 0) {
			return Binding.PRODUCTION;
		}
		return (raw.compareTo(receipts) == 0) ? Binding.RECEIPTS : Binding.WORKING_CAPITAL;
	}

	private static BigDecimal min(BigDecimal first, BigDecimal second, @Nullable BigDecimal third) {
		return Stream.of(first, second, (third != null) ? third : second).reduce(first, BigDecimal::min);
	}

	private static BigDecimal yuan(BigDecimal exact) {
		return exact.setScale(2, RoundingMode.HALF_UP);
	}

}
