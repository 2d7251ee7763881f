package cn.jinfu.credit.facility;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Money;
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
 * An umbrella facility or a member's sub-limit under it. Reserved is promised to
 * applications on their way; used is owed. Both together never exceed the amount.
 */
@Entity
@Table(name = "credit_facility")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class Facility extends Aggregate<Facility> {

	enum Kind {

		UMBRELLA, SUB

	}

	@Enumerated(EnumType.STRING)
	private Kind kind;

	private @Nullable UUID parentId;

	private UUID bankId;

	private @Nullable UUID memberId;

	private String name;

	private Money amount;

	private Money reserved;

	private Money used;

	private LocalDate validFrom;

	private LocalDate validTo;

	static Facility umbrella(UUID bankId, String name, Money amount, LocalDate from, LocalDate to) {
		var facility = new Facility();
		facility.kind = Kind.UMBRELLA;
		facility.bankId = bankId;
		facility.name = name;
		facility.amount = amount;
		facility.reserved = Money.ZERO;
		facility.used = Money.ZERO;
		facility.validFrom = from;
		facility.validTo = to;
		return facility;
	}

	static Facility sub(Facility umbrella, UUID memberId, String memberName, Money amount) {
		var facility = umbrella(umbrella.bankId, memberName, amount, umbrella.validFrom, umbrella.validTo);
		facility.kind = Kind.SUB;
		facility.parentId = umbrella.id();
		facility.memberId = memberId;
		return facility;
	}

	public Money available() {
		return amount.minus(reserved).minus(used).max(Money.ZERO);
	}

	boolean validOn(LocalDate day) {
		return !day.isBefore(validFrom) && !day.isAfter(validTo);
	}

	/** A newer rating may raise a sub-limit; it never takes away what is in use. */
	void raiseTo(Money wanted) {
		amount = amount.max(wanted);
	}

	void reserve(Money much, LocalDate day) {
		if (!validOn(day)) {
			throw new RuleBroken("credit.facility.not-valid", validTo);
		}
		if (much.compareTo(available()) > 0) {
			throw new RuleBroken("credit.facility.exceeded", available().yuan());
		}
		reserved = reserved.plus(much);
	}

	void release(Money much) {
		reserved = reserved.minus(much).max(Money.ZERO);
	}

	/**
	 * The bank has paid out. What was reserved becomes used; what the bank paid beyond
	 * our reservation is a fact too, and fills the facility as far as it goes.
	 */
	void use(Money reservedBefore, Money paidOut) {
		reserved = reserved.minus(reservedBefore).max(Money.ZERO);
		used = used.plus(paidOut.min(available()));
	}

	void repay(Money principal) {
		used = used.minus(principal).max(Money.ZERO);
	}

}
