package cn.jinfu.credit.product;

import cn.jinfu.kernel.Aggregate;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;

/** A bank that works with the federation; its machine is known by the client id. */
@Entity
@Table(name = "credit_bank")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class PartnerBank extends Aggregate<PartnerBank> {

	private String clientId;

	private String name;

	@Enumerated(EnumType.STRING)
	private RatingRelease ratingRelease;

	/** Whom the farm asks: name and phone of the branch. */
	private String contact;

	/** Whether what its people enter by form waits for another of them. */
	private boolean fourEyes;

	public static PartnerBank of(String clientId, String name, RatingRelease release, String contact) {
		var bank = new PartnerBank();
		bank.clientId = clientId;
		bank.name = name;
		bank.ratingRelease = release;
		bank.contact = contact;
		bank.fourEyes = true;
		return bank;
	}

	/** Its people enter alone: the bank looks a second time in its own system. */
	public PartnerBank enteringAlone() {
		fourEyes = false;
		return this;
	}

	/** What two people of the federation agreed with it. */
	void agree(String newName, RatingRelease release, String newContact, boolean twoPeople) {
		name = newName;
		ratingRelease = release;
		contact = newContact;
		fourEyes = twoPeople;
	}

}
