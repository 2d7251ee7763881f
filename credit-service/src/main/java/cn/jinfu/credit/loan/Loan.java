package cn.jinfu.credit.loan;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.schedule.LoanTerms;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.credit.schedule.Schedules;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Money;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * The mirror of one loan. The bank keeps the loan; here its bookings are applied to our
 * own schedule, and differences are recorded, never corrected away.
 */
@Entity
@Table(name = "credit_loan")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class Loan extends Aggregate<Loan> {

	private UUID bankId;

	private String bankLoanNo;

	private UUID applicationId;

	private UUID memberId;

	private String memberName;

	private String contractNo;

	private Money principal;

	private Money outstanding;

	private BigDecimal ratePercent;

	@Enumerated(EnumType.STRING)
	private RepayMethod method;

	private int months;

	private int dueDay;

	private LocalDate disbursedOn;

	private LocalDate maturesOn;

	@Enumerated(EnumType.STRING)
	private LoanStatus status;

	private @Nullable LocalDate settledOn;

	/** Paid beyond everything due: owed back to the farm by the bank. */
	private Money surplus;

	@OneToMany(cascade = CascadeType.ALL, orphanRemoval = true)
	@JoinColumn(name = "loan_id", nullable = false)
	@OrderBy("nr")
	private List<DueInstalment> instalments = new ArrayList<>();

	/** For whom and under which contract. */
	public record Owner(UUID bankId, String bankLoanNo, UUID applicationId, UUID memberId, String memberName,
			String contractNo) {
	}

	/**
	 * How a payment was applied.
	 *
	 * @param difference what the bank's own split differs from ours by, principal and
	 * interest together
	 */
	public record Applied(Money principal, Money interest, Money penalty, Money difference) {
	}

	static Loan disbursed(Owner owner, LoanTerms terms) {
		var loan = new Loan();
		loan.bankId = owner.bankId();
		loan.bankLoanNo = owner.bankLoanNo();
		loan.applicationId = owner.applicationId();
		loan.memberId = owner.memberId();
		loan.memberName = owner.memberName();
		loan.contractNo = owner.contractNo();
		loan.principal = new Money(terms.principal());
		loan.outstanding = loan.principal;
		loan.ratePercent = terms.ratePercent();
		loan.method = terms.method();
		loan.months = terms.months();
		loan.dueDay = terms.dueDay();
		loan.disbursedOn = terms.start();
		loan.maturesOn = terms.maturity();
		loan.status = LoanStatus.ACTIVE;
		loan.surplus = Money.ZERO;
		Schedules.of(terms).stream().map(DueInstalment::of).forEach(loan.instalments::add);
		return loan;
	}

	/**
	 * Applies a payment, oldest due date first: interest, then principal. What is left
	 * after everything due by then pays principal of later dates. Paid up, the loan is
	 * settled and interest not yet due is waived.
	 * @param split the bank's own split; it wins
	 */
	Applied pay(Money amount, LocalDate on, @Nullable Split split) {
		status = status.after(LoanStatus.Booking.PAY);
		var ours = ownSplit(amount, on);
		var theirs = (split != null) ? split : ours;
		var toInterest = spread(theirs.interest(), false);
		var toPrincipal = spread(theirs.principal(), true);
		outstanding = outstanding.minus(toPrincipal);
		surplus = surplus.plus(amount.minus(theirs.penalty()).minus(toInterest).minus(toPrincipal).max(Money.ZERO));
		if (outstanding.isZero()) {
			settle(on);
		}
		return new Applied(toPrincipal, toInterest, theirs.penalty(), apart(ours, theirs));
	}

	/** A split of a payment; the parts need not be ours. */
	public record Split(Money principal, Money interest, Money penalty) {
	}

	private Split ownSplit(Money amount, LocalDate on) {
		var left = amount;
		var interest = Money.ZERO;
		var principalPart = Money.ZERO;
		var first = true;
		for (var due : instalments) {
			if (due.open().isZero()) {
				continue;
			}
			// the next due date may be paid ahead; later ones only by principal
			if (first || !due.dueOn().isAfter(on)) {
				var forInterest = left.min(due.interestOpen());
				interest = interest.plus(forInterest);
				left = left.minus(forInterest);
			}
			var forPrincipal = left.min(due.principalOpen());
			principalPart = principalPart.plus(forPrincipal);
			left = left.minus(forPrincipal);
			first = false;
		}
		return new Split(principalPart, interest, Money.ZERO);
	}

	private Money spread(Money amount, boolean toPrincipal) {
		var left = amount;
		for (var due : instalments) {
			left = left.minus(toPrincipal ? due.payPrincipal(left) : due.payInterest(left));
		}
		return amount.minus(left);
	}

	private static Money apart(Split ours, Split theirs) {
		var principal = ours.principal().minus(theirs.principal()).yuan().abs();
		var interest = ours.interest().minus(theirs.interest()).yuan().abs();
		return new Money(principal.max(interest));
	}

	private void settle(LocalDate on) {
		status = status.after(LoanStatus.Booking.SETTLE);
		settledOn = on;
		instalments.forEach(DueInstalment::waiveInterest);
	}

	/** The first instalment with anything open; null when all is paid. */
	public @Nullable DueInstalment nextDue() {
		return instalments.stream().filter(it -> !it.open().isZero()).findFirst().orElse(null);
	}

}
