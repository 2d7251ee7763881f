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

	static final String TYPE = "FacilityShare";

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

	/** Number of the bank's approval; not null once in force. */
	private @Nullable String bankDocument;

	/** Why it was not agreed to. */
	private @Nullable String reason;

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

	/** The bank agreed, by that number of its approval. */
	void approve(String document, UUID person, String name, Instant at) {
		decide(ShareStatus.IN_FORCE, person, name, at);
		bankDocument = document;
	}

	void refuse(String why, UUID person, String name, Instant at) {
		decide(ShareStatus.REFUSED, person, name, at);
		reason = why;
	}

	/** Once, and by somebody else than proposed it. */
	void requireDecidable(UUID person) {
		if (status != ShareStatus.PROPOSED) {
			throw new WrongState("credit.facility.share-decided");
		}
		CreditFourEyes.CONFIRM_FACILITY.requireOther("credit.facility.four-eyes", person, proposedBy);
	}

	private void decide(ShareStatus next, UUID person, String name, Instant at) {
		requireDecidable(person);
		status = next;
		decidedBy = person;
		decidedName = name;
		decidedAt = at;
	}

	void end() {
		status = ShareStatus.ENDED;
	}

	/** The product's code or the township's division. */
	public String key() {
		return (productCode != null) ? productCode : java.util.Objects.requireNonNull(township);
	}

	boolean about(FacilityShare other) {
		return java.util.Objects.equals(productCode, other.productCode)
				&& java.util.Objects.equals(township, other.township);
	}

}
