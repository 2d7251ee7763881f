package cn.jinfu.credit.facility;

import java.time.Instant;
import java.util.UUID;

import cn.jinfu.credit.CreditFourEyes;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** The part of an umbrella that one product, or one township, may use at most. */
@Entity
@Table(name = "credit_facility_share")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class FacilityShare extends Aggregate<FacilityShare> {

	private UUID umbrellaId;

	private @Nullable String productCode;

	private @Nullable String township;

	private Money amount;

	@Enumerated(EnumType.STRING)
	private ShareStatus status;

	private UUID proposedBy;

	private String proposedName;

	private Instant proposedAt;

	private @Nullable UUID decidedBy;

	private @Nullable String decidedName;

	private @Nullable Instant decidedAt;

	/**
	 * @param productCode or township, the other null
	 */
	static FacilityShare of(Facility umbrella, @Nullable String productCode, @Nullable String township, Money amount,
			UUID person, String name, Instant at) {
		if ((productCode == null) == (township == null)) {
			throw new RuleBroken("credit.facility.share-key").at("key");
		}
		if (amount.compareTo(umbrella.amount()) > 0) {
			throw new RuleBroken("credit.facility.share-above", umbrella.amount().yuan()).at("amount");
		}
		var share = new FacilityShare();
		share.umbrellaId = umbrella.id();
		share.productCode = productCode;
		share.township = township;
		share.amount = amount;
		share.status = ShareStatus.PROPOSED;
		share.proposedBy = person;
		share.proposedName = name;
		share.proposedAt = at;
		return share;
	}

	void decide(boolean inForce, UUID person, String name, Instant at) {
		if (status != ShareStatus.PROPOSED) {
			throw new WrongState("credit.facility.share-decided");
		}
		CreditFourEyes.CONFIRM_FACILITY.requireOther("credit.facility.four-eyes", person, proposedBy);
		status = inForce ? ShareStatus.IN_FORCE : ShareStatus.REFUSED;
		decidedBy = person;
		decidedName = name;
		decidedAt = at;
	}

	void end() {
		status = ShareStatus.ENDED;
	}

	boolean about(FacilityShare other) {
		return java.util.Objects.equals(productCode, other.productCode)
				&& java.util.Objects.equals(township, other.township);
	}

}
