package cn.jinfu.credit.product;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.credit.CreditFourEyes;
import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.product.ProductStatus.Action;
import cn.jinfu.credit.schedule.AllInCost;
import cn.jinfu.credit.schedule.DayCount;
import cn.jinfu.credit.schedule.FirstPeriod;
import cn.jinfu.credit.schedule.LoanTerms;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * One edition of a product: drafted by one, put in force by another from a day. From its
 * proposal on it never changes: what is to be otherwise is a new edition. Rates are
 * yearly percentages, deadlines working days.
 */
@Entity
@Table(name = "credit_product")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class LoanProduct extends Aggregate<LoanProduct> {

	static final String TYPE = "LoanProduct";

	/** The most one member may owe without anybody standing behind it. */
	private static final Money UNSECURED_MOST = Money.of("1000000");

	private static final BigDecimal HUNDRED = new BigDecimal("100");

	private String code;

	@Enumerated(EnumType.STRING)
	private ProductStatus status;

	/** Listed in this order, the smaller first. */
	private int place;

	private int edition;

	private String name;

	private boolean guaranteeRequired;

	@Enumerated(EnumType.STRING)
	private GuaranteeKind guaranteeKind;

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

	/** What the insurer takes of the amount in a year. */
	private BigDecimal premiumPercent;

	/** The lowest grade it lends to, by name. */
	private String minGrade;

	/** Whom it is for, in plain words. */
	private String conditions;

	@Enumerated(EnumType.STRING)
	private Cosigner cosigner;

	/** How days become interest. */
	@Enumerated(EnumType.STRING)
	private DayCount dayCount;

	@Enumerated(EnumType.STRING)
	private FirstPeriod firstPeriod;

	private String consentSignatures;

	/** Whether a letter counts only when it is back with its stamp. */
	private boolean stamped;

	/** A guarantee above so much is voted on; null where none is. */
	private @Nullable Money committeeAbove;

	private int preReviewDays;

	private int dueDiligenceDays;

	private int guaranteeDays;

	private int bankDays;

	private int signingDays;

	/** What the farm needs at hand, in plain words, separated by the Chinese comma. */
	private String bring;

	private @Nullable LocalDate validFrom;

	private @Nullable LocalDate validTo;

	/** Why this edition is made. */
	private String note;

	/** The edition it was copied from. */
	private @Nullable UUID basedOn;

	private @Nullable UUID draftedBy;

	private @Nullable String draftedName;

	private @Nullable Instant draftedAt;

	private @Nullable UUID proposedBy;

	private @Nullable String proposedName;

	private @Nullable Instant proposedAt;

	private @Nullable UUID approvedBy;

	private @Nullable String approvedName;

	private @Nullable Instant approvedAt;

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

	/**
	 * Who stands behind it and whom it is for.
	 *
	 * @param minGrade the lowest grade, by name
	 * @param cosigner who signs with the borrower
	 */
	public record Terms(GuaranteeKind guarantee, BigDecimal premiumPercent, String minGrade, String conditions,
			int place, Cosigner cosigner) {
	}

	/**
	 * How it reckons, and what its papers need.
	 *
	 * @param consent the kinds of signature with which the consent for the bank counts
	 * @param stamped whether a letter counts only when it is back with its stamp
	 * @param committeeAbove a guarantee above so much is voted on; null where none is
	 */
	public record Form(DayCount basis, FirstPeriod firstPeriod, Set<SignatureKind> consent, boolean stamped,
			@Nullable Money committeeAbove) {

		/**
		 * Actual days of a year of 360, signed on the phone or at the counter, letters by
		 * the platform's signature alone.
		 */
		public static final Form USUAL = new Form(DayCount.ACT_360, FirstPeriod.WITH_FIRST_INSTALMENT,
				Set.of(SignatureKind.PHONE, SignatureKind.COUNTER_PAPER), false, null);

	}

	/** All of an edition that its drafter writes. */
	public record Content(String name, Terms terms, Range range, List<RepayMethod> methods, Price price, Deadlines days,
			String bring, String note, Form form) {

		public Content(String name, Terms terms, Range range, List<RepayMethod> methods, Price price, Deadlines days,
				String bring, String note) {
			this(name, terms, range, methods, price, days, bring, note, Form.USUAL);
		}

		/** The same, told anew why. */
		Content noted(String words) {
			return new Content(name, terms, range, methods, price, days, bring, words, form);
		}

	}

	/** Where a farm can sign the consent for a bank at all. */
	static final List<SignatureKind> CONSENT_SIGNATURES = List.of(SignatureKind.PHONE, SignatureKind.COUNTER_PAPER);

	/** In force from that day without a draft: what a federation starts with. */
	public static LoanProduct edition(String code, int edition, String name, boolean guaranteeRequired, Range range,
			List<RepayMethod> methods, Price price, Deadlines days, String bring, LocalDate validFrom) {
		var product = blank(code, edition);
		product.take(new Content(name, new Terms(guaranteeRequired ? GuaranteeKind.GUARANTOR : GuaranteeKind.NONE,
				BigDecimal.ZERO, "BB", "", 50, Cosigner.NONE), range, methods, price, days, bring, ""));
		product.status = ProductStatus.IN_FORCE;
		product.validFrom = validFrom;
		return product;
	}

	/** The same with its own terms. */
	public static LoanProduct edition(String code, int edition, Content content, LocalDate validFrom) {
		var product = blank(code, edition);
		product.take(content);
		product.status = ProductStatus.IN_FORCE;
		product.validFrom = validFrom;
		return product;
	}

	private static LoanProduct blank(String code, int edition) {
		var product = new LoanProduct();
		product.code = code;
		product.edition = edition;
		return product;
	}

	static LoanProduct draft(String code, int edition, Content content, @Nullable UUID basedOn, UUID person,
			String personName, Instant at) {
		var product = blank(code, edition);
		product.take(content);
		product.status = ProductStatus.DRAFT;
		product.basedOn = basedOn;
		product.draftedBy = person;
		product.draftedName = personName;
		product.draftedAt = at;
		return product;
	}

	/** By its drafter alone: so the one who puts it in force has written none of it. */
	void edit(Content content, UUID person) {
		requireDrafter(Action.EDIT, person);
		take(content);
	}

	private void requireDrafter(Action action, UUID person) {
		status.after(action);
		if (!person.equals(draftedBy)) {
			throw new Forbidden("credit.product.not-yours");
		}
	}

	private void take(Content it) {
		check(it);
		name = it.name();
		place = it.terms().place();
		guaranteeKind = it.terms().guarantee();
		guaranteeRequired = guaranteeKind == GuaranteeKind.GUARANTOR;
		premiumPercent = it.terms().premiumPercent();
		minGrade = it.terms().minGrade();
		conditions = it.terms().conditions();
		cosigner = it.terms().cosigner();
		minAmount = it.range().minAmount();
		maxAmount = it.range().maxAmount();
		memberCap = it.range().memberCap();
		minMonths = it.range().minMonths();
		maxMonths = it.range().maxMonths();
		methods = String.join(",", it.methods().stream().map(RepayMethod::name).toList());
		lprOn = it.price().lprOn();
		lprPercent = it.price().lprPercent();
		spreadBp = it.price().spreadBp();
		guaranteeFeePercent = it.price().guaranteeFeePercent();
		guaranteePercent = it.price().guaranteePercent();
		preReviewDays = it.days().preReview();
		dueDiligenceDays = it.days().dueDiligence();
		guaranteeDays = it.days().guarantee();
		bankDays = it.days().bank();
		signingDays = it.days().signing();
		bring = it.bring();
		note = it.note();
		dayCount = it.form().basis();
		firstPeriod = it.form().firstPeriod();
		stamped = it.form().stamped();
		committeeAbove = it.form().committeeAbove();
		consentSignatures = String.join(",",
				CONSENT_SIGNATURES.stream().filter(it.form().consent()::contains).map(SignatureKind::name).toList());
	}

	private static void check(Content it) {
		var range = it.range();
		if (!range.minAmount().isPositive() || range.minAmount().compareTo(range.maxAmount()) > 0) {
			throw new RuleBroken("credit.product.amounts").at("maxAmount");
		}
		if (range.maxAmount().compareTo(range.memberCap()) > 0) {
			throw new RuleBroken("credit.product.member-cap").at("memberCap");
		}
		if (it.terms().guarantee() == GuaranteeKind.NONE && range.memberCap().compareTo(UNSECURED_MOST) > 0) {
			throw new RuleBroken("credit.product.unsecured", UNSECURED_MOST.yuan()).at("memberCap");
		}
		if (range.minMonths() < 1 || range.minMonths() > range.maxMonths() || range.maxMonths() > 360) {
			throw new RuleBroken("credit.product.months").at("maxMonths");
		}
		if (it.methods().isEmpty()) {
			throw new RuleBroken("credit.product.methods").at("methods");
		}
		var rate = it.price().lprPercent().add(BigDecimal.valueOf(it.price().spreadBp()).divide(HUNDRED));
		if (it.price().lprPercent().signum() < 0 || rate.signum() < 0 || rate.compareTo(new BigDecimal("36")) > 0) {
			throw new RuleBroken("credit.product.rate").at("spreadBp");
		}
		var insured = it.terms().guarantee() == GuaranteeKind.INSURER || it.terms().guarantee() == GuaranteeKind.POOL;
		if (it.terms().premiumPercent().signum() > 0 && !insured) {
			throw new RuleBroken("credit.product.premium").at("premiumPercent");
		}
		if (it.form().committeeAbove() != null && it.terms().guarantee() != GuaranteeKind.GUARANTOR) {
			throw new RuleBroken("credit.product.committee").at("committeeAbove");
		}
		if (it.form().consent().isEmpty() || !CONSENT_SIGNATURES.containsAll(it.form().consent())) {
			throw new RuleBroken("credit.product.signatures").at("consentSignatures");
		}
	}

	/**
	 * @throws RuleBroken where nobody has said why, or no bank does it
	 */
	void propose(int banks, UUID person, String personName, Instant at) {
		requireDrafter(Action.PROPOSE, person);
		if (note.isBlank()) {
			throw new RuleBroken("credit.product.note").at("note");
		}
		if (banks == 0) {
			throw new RuleBroken("credit.product.no-bank").at("bankIds");
		}
		status = status.after(Action.PROPOSE);
		proposedBy = person;
		proposedName = personName;
		proposedAt = at;
	}

	void giveBack() {
		status = status.after(Action.RETURN);
		proposedBy = null;
		proposedName = null;
		proposedAt = null;
	}

	/** Whether this person may put it in force on that day at all. */
	void requireMayStart(LocalDate from, LocalDate today, UUID person) {
		status.after(Action.START);
		CreditFourEyes.START_PRODUCT.requireOther("credit.product.four-eyes", person, draftedBy, proposedBy);
		if (from.isBefore(today) || from.isAfter(today.plusYears(1))) {
			throw new RuleBroken("credit.product.from").at("from");
		}
	}

	/** From a day on, by another than who wrote it, always. */
	void start(LocalDate from, LocalDate today, UUID person, String personName, Instant at) {
		requireMayStart(from, today, person);
		status = status.after(Action.START);
		validFrom = from;
		approvedBy = person;
		approvedName = personName;
		approvedAt = at;
	}

	/**
	 * Another edition takes over after that day.
	 * @throws RuleBroken where this one would not have had a day of its own
	 */
	void until(LocalDate lastDay) {
		status.after(Action.END);
		if (validFrom == null || lastDay.isBefore(validFrom)) {
			throw new RuleBroken("credit.product.follows", String.valueOf(validFrom)).at("from");
		}
		validTo = lastDay;
	}

	/** Nobody can apply for it from now on; what was lent stays as it is. */
	void end(LocalDate lastDay) {
		until(lastDay);
		status = status.after(Action.END);
	}

	void discard() {
		status = status.after(Action.DISCARD);
	}

	/** Working days of the steps, in their order. */
	public String days() {
		var before = preReviewDays + " / " + dueDiligenceDays + " / " + guaranteeDays;
		return before + " / " + bankDays + " / " + signingDays;
	}

	public boolean offeredOn(LocalDate day) {
		return status == ProductStatus.IN_FORCE && validFrom != null && !day.isBefore(validFrom)
				&& (validTo == null || !day.isAfter(validTo));
	}

	/** What was written, for a copy of it. */
	Content content() {
		return new Content(name, new Terms(guaranteeKind, premiumPercent, minGrade, conditions, place, cosigner),
				new Range(minAmount, maxAmount, memberCap, minMonths, maxMonths), repayMethods(),
				new Price(lprOn, lprPercent, spreadBp, guaranteeFeePercent, guaranteePercent),
				new Deadlines(preReviewDays, dueDiligenceDays, guaranteeDays, bankDays, signingDays), bring, note,
				new Form(dayCount, firstPeriod, Set.copyOf(consentSignatures()), stamped, committeeAbove));
	}

	/** The kinds of signature with which the consent for the bank counts. */
	public List<SignatureKind> consentSignatures() {
		return Arrays.stream(consentSignatures.split(",")).map(SignatureKind::valueOf).toList();
	}

	/**
	 * @throws RuleBroken where the consent was signed otherwise than this product allows
	 */
	public void requireSigned(SignatureKind kind) {
		if (!consentSignatures().contains(kind)) {
			throw new RuleBroken("credit.application.signature");
		}
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

	/** Whether a committee votes before that much is guaranteed. */
	public boolean votedOn(Money amount, boolean weak) {
		return committeeAbove != null && (weak || amount.compareTo(committeeAbove) > 0);
	}

	/** The guaranteed part of that much principal. */
	public Money guaranteed(Money principal) {
		return guaranteeRequired ? principal.times(guaranteePercent.divide(HUNDRED), RoundingMode.HALF_UP) : Money.ZERO;
	}

	/** As it would be lent on that day, due on the same day of each month. */
	public LoanTerms terms(Money amount, int months, RepayMethod method, LocalDate start) {
		return terms(amount, ratePercent(), months, method, start, start.getDayOfMonth());
	}

	/**
	 * As it is lent: the bank's rate, term, method and due day, reckoned as the product
	 * does.
	 */
	public LoanTerms terms(Money amount, BigDecimal rate, int months, RepayMethod method, LocalDate start, int dueDay) {
		return new LoanTerms(amount.yuan(), rate, months, start, dueDay, method, dayCount, firstPeriod);
	}

	/** What it would cost from that day, all in yuan. */
	public AllInCost cost(Money amount, int months, RepayMethod method, LocalDate start) {
		return cost(terms(amount, months, method, start));
	}

	/** What that loan costs with fee and premium, also on the bank's own terms. */
	public AllInCost cost(LoanTerms terms) {
		return AllInCost.of(terms, guaranteed(new Money(terms.principal())).yuan(), guaranteeFeePercent,
				premiumPercent);
	}

}
