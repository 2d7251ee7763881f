package cn.jinfu.credit.facility;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.credit.CreditFourEyes;
import cn.jinfu.credit.facility.FacilityStatus.Action;
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

	static final String TYPE = "Facility";

	/** The event of its bank. */
	static final String CHANGED = "facility.changed";

	@Enumerated(EnumType.STRING)
	private Kind kind;

	@Enumerated(EnumType.STRING)
	private FacilityStatus status;

	private @Nullable UUID parentId;

	private UUID bankId;

	private @Nullable UUID memberId;

	private String name;

	private Money amount;

	private Money reserved;

	private Money used;

	private LocalDate validFrom;

	private LocalDate validTo;

	/** Number of the bank's approval. */
	private @Nullable String bankDocument;

	private @Nullable UUID proposedBy;

	private @Nullable String proposedName;

	private @Nullable Instant proposedAt;

	private @Nullable UUID decidedBy;

	private @Nullable String decidedName;

	private @Nullable Instant decidedAt;

	private @Nullable UUID frozenBy;

	static Facility umbrella(UUID bankId, String name, Money amount, LocalDate from, LocalDate to) {
		var facility = new Facility();
		facility.kind = Kind.UMBRELLA;
		facility.status = FacilityStatus.ACTIVE;
		facility.bankId = bankId;
		facility.name = name;
		facility.amount = amount;
		facility.reserved = Money.ZERO;
		facility.used = Money.ZERO;
		facility.validFrom = from;
		facility.validTo = to;
		return facility;
	}

	/** What a bank is said to have approved; another person confirms it. */
	static Facility proposed(UUID bankId, String name, Money amount, LocalDate from, LocalDate to, UUID person,
			String personName, Instant at) {
		if (!amount.isPositive()) {
			throw new RuleBroken("credit.facility.amount-positive").at("amount");
		}
		if (to.isBefore(from)) {
			throw new RuleBroken("credit.facility.period").at("to");
		}
		var facility = umbrella(bankId, name, amount, from, to);
		facility.status = FacilityStatus.PROPOSED;
		facility.proposedBy = person;
		facility.proposedName = personName;
		facility.proposedAt = at;
		return facility;
	}

	/**
	 * @param document number of the bank's approval; null when it did not approve
	 */
	void decide(@Nullable String document, UUID person, String personName, Instant at) {
		var next = status.after((document != null) ? Action.CONFIRM : Action.REFUSE);
		CreditFourEyes.CONFIRM_FACILITY.requireOther("credit.facility.four-eyes", person, proposedBy);
		status = next;
		bankDocument = document;
		decidedBy = person;
		decidedName = personName;
		decidedAt = at;
	}

	/** What is not yet promised is not promised; what is stays. */
	void freeze(UUID person) {
		status = status.after(Action.FREEZE);
		frozenBy = person;
	}

	void lift(UUID person) {
		var next = status.after(Action.LIFT);
		CreditFourEyes.CONFIRM_FACILITY.requireOther("credit.facility.four-eyes", person, frozenBy);
		status = next;
		frozenBy = null;
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
		return (status == FacilityStatus.ACTIVE || status == FacilityStatus.FROZEN) && !day.isBefore(validFrom)
				&& !day.isAfter(validTo);
	}

	/** A newer rating may raise a sub-limit; it never takes away what is in use. */
	void raiseTo(Money wanted) {
		amount = amount.max(wanted);
	}

	/**
	 * @param held what the bank asked to keep back for the moment
	 */
	void requireRoom(Money much, LocalDate day, Money held) {
		if (!validOn(day)) {
			throw new RuleBroken("credit.facility.not-valid", validTo);
		}
		if (status == FacilityStatus.FROZEN) {
			throw new RuleBroken("credit.facility.frozen", name);
		}
		var left = available().minus(held).max(Money.ZERO);
		if (much.compareTo(left) > 0) {
			throw new RuleBroken("credit.facility.exceeded", left.yuan());
		}
	}

	void reserve(Money much, LocalDate day, Money held) {
		requireRoom(much, day, held);
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
