package cn.jinfu.credit.product;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

import cn.jinfu.credit.schedule.AllInCost;
import cn.jinfu.credit.schedule.LoanTerms;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * One edition of a product. Its conditions never change: a new one is a new edition.
 * Rates are yearly percentages, deadlines working days.
 */
@Entity
@Table(name = "credit_product")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class LoanProduct extends Aggregate<LoanProduct> {

	private static final BigDecimal HUNDRED = new BigDecimal("100");

	private String code;

	private int edition;

	private String name;

	private boolean guaranteeRequired;

	private Money minAmount;

	private Money maxAmount;

	/** The most one member may owe over all products. */
	private Money memberCap;

	private int minMonths;

	private int maxMonths;

	private String methods;

	private LocalDate lprOn;

	private BigDecimal lprPercent;

	private int spreadBp;

	private BigDecimal guaranteeFeePercent;

	/** What the guarantor bears of a loss. */
	private BigDecimal guaranteePercent;

	private int preReviewDays;

	private int dueDiligenceDays;

	private int guaranteeDays;

	private int bankDays;

	private int signingDays;

	/** What the farm needs at hand, in plain words, separated by the Chinese comma. */
	private String bring;

	private LocalDate validFrom;

	private @Nullable LocalDate validTo;

	/** Lower and upper bound of amount (yuan) and term (months). */
	public record Range(Money minAmount, Money maxAmount, Money memberCap, int minMonths, int maxMonths) {
	}

	/** LPR of that day plus basis points; the guarantor's yearly fee and share. */
	public record Price(LocalDate lprOn, BigDecimal lprPercent, int spreadBp, BigDecimal guaranteeFeePercent,
			BigDecimal guaranteePercent) {
	}

	/** Working days that each step may take. */
	public record Deadlines(int preReview, int dueDiligence, int guarantee, int bank, int signing) {
	}

	public static LoanProduct edition(String code, int edition, String name, boolean guaranteeRequired, Range range,
			List<RepayMethod> methods, Price price, Deadlines days, String bring, LocalDate validFrom) {
		var product = new LoanProduct();
		product.code = code;
		product.edition = edition;
		product.name = name;
		product.guaranteeRequired = guaranteeRequired;
		product.minAmount = range.minAmount();
		product.maxAmount = range.maxAmount();
		product.memberCap = range.memberCap();
		product.minMonths = range.minMonths();
		product.maxMonths = range.maxMonths();
		product.methods = String.join(",", methods.stream().map(RepayMethod::name).toList());
		product.lprOn = price.lprOn();
		product.lprPercent = price.lprPercent();
		product.spreadBp = price.spreadBp();
		product.guaranteeFeePercent = price.guaranteeFeePercent();
		product.guaranteePercent = price.guaranteePercent();
		product.preReviewDays = days.preReview();
		product.dueDiligenceDays = days.dueDiligence();
		product.guaranteeDays = days.guarantee();
		product.bankDays = days.bank();
		product.signingDays = days.signing();
		product.bring = bring;
		product.validFrom = validFrom;
		return product;
	}

	public List<RepayMethod> repayMethods() {
		return Arrays.stream(methods.split(",")).map(RepayMethod::valueOf).toList();
	}

	/** The indicative yearly rate; the bank's decision counts. */
	public BigDecimal ratePercent() {
		return lprPercent.add(BigDecimal.valueOf(spreadBp).divide(HUNDRED)).stripTrailingZeros();
	}

	/**
	 * @throws RuleBroken when the product does not lend so much, so long, or in this way
	 */
	public void requireFits(Money amount, int months, RepayMethod method) {
		if (amount.compareTo(minAmount) < 0 || amount.compareTo(maxAmount) > 0) {
			throw new RuleBroken("credit.application.amount-range", minAmount.yuan(), maxAmount.yuan()).at("amount");
		}
		if (months < minMonths || months > maxMonths) {
			throw new RuleBroken("credit.application.months-range", minMonths, maxMonths).at("months");
		}
		if (!repayMethods().contains(method)) {
			throw new RuleBroken("credit.application.method", method).at("method");
		}
	}

	/** The guaranteed part of that much principal. */
	public Money guaranteed(Money principal) {
		return guaranteeRequired ? principal.times(guaranteePercent.divide(HUNDRED), java.math.RoundingMode.HALF_UP)
				: Money.ZERO;
	}

	/** What it would cost from that day, all in yuan. */
	public AllInCost cost(Money amount, int months, RepayMethod method, LocalDate start) {
		var terms = new LoanTerms(amount.yuan(), ratePercent(), months, start, start.getDayOfMonth(), method);
		return AllInCost.of(terms, guaranteed(amount).yuan(), guaranteeFeePercent);
	}

}
