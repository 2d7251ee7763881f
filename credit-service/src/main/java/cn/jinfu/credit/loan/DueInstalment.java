package cn.jinfu.credit.loan;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.credit.schedule.Instalment;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** One due date of a loan and what was paid on it. */
@Entity
@Table(name = "credit_instalment")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class DueInstalment {

	@Id
	private UUID id;

	@TenantId
	@Column(name = "tenant_id", updatable = false)
	private @Nullable String tenantId;

	private int nr;

	private LocalDate dueOn;

	private Money principal;

	private Money interest;

	private Money principalPaid;

	private Money interestPaid;

	/** Interest that is no longer asked for after an early end. */
	private Money waived;

	static DueInstalment of(Instalment row) {
		var due = new DueInstalment();
		due.id = Ids.next();
		due.nr = row.nr();
		due.dueOn = row.dueOn();
		due.principal = new Money(row.principal());
		due.interest = new Money(row.interest());
		due.principalPaid = Money.ZERO;
		due.interestPaid = Money.ZERO;
		due.waived = Money.ZERO;
		return due;
	}

	public Money principalOpen() {
		return principal.minus(principalPaid);
	}

	public Money interestOpen() {
		return interest.minus(interestPaid).minus(waived);
	}

	public Money open() {
		return principalOpen().plus(interestOpen());
	}

	/**
	 * @return what it took of the amount
	 */
	Money payPrincipal(Money amount) {
		var taken = amount.min(principalOpen());
		principalPaid = principalPaid.plus(taken);
		return taken;
	}

	Money payInterest(Money amount) {
		var taken = amount.min(interestOpen());
		interestPaid = interestPaid.plus(taken);
		return taken;
	}

	void waiveInterest() {
		waived = waived.plus(interestOpen());
	}

}
