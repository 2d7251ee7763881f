package cn.jinfu.credit.guarantee;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.credit.guarantee.GuaranteeStatus.Action;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Money;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** A letter of guarantee for one application; counts against capacity from its issue. */
@Entity
@Table(name = "credit_guarantee")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class Guarantee extends Aggregate<Guarantee> {

	/** 担保意向函: how long a letter stands without a contract, in days. */
	static final int LETTER_DAYS = 90;

	private String letterNo;

	private UUID guarantorId;

	private UUID applicationId;

	private UUID memberId;

	/** The guarantor's liability in yuan. */
	private Money amount;

	private BigDecimal sharePercent;

	private BigDecimal feePercent;

	@Enumerated(EnumType.STRING)
	private GuaranteeStatus status;

	private LocalDate issuedOn;

	private LocalDate validTo;

	private @Nullable LocalDate endedOn;

	static Guarantee letter(String letterNo, UUID guarantorId, UUID applicationId, UUID memberId, Money amount,
			BigDecimal sharePercent, BigDecimal feePercent, LocalDate today) {
		var guarantee = new Guarantee();
		guarantee.letterNo = letterNo;
		guarantee.guarantorId = guarantorId;
		guarantee.applicationId = applicationId;
		guarantee.memberId = memberId;
		guarantee.amount = amount;
		guarantee.sharePercent = sharePercent;
		guarantee.feePercent = feePercent;
		guarantee.status = GuaranteeStatus.RESERVED;
		guarantee.issuedOn = today;
		guarantee.validTo = today.plusDays(LETTER_DAYS);
		return guarantee;
	}

	/** The bank has paid out: the liability is the share of what it paid, at most. */
	void enterIntoForce(Money liability) {
		status = status.after(Action.ENTER_INTO_FORCE);
		amount = amount.min(liability);
	}

	void release(LocalDate today) {
		status = status.after(Action.RELEASE);
		endedOn = today;
	}

	void cancel(LocalDate today) {
		status = status.after(Action.CANCEL);
		endedOn = today;
	}

}
