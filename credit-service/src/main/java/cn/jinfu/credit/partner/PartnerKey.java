package cn.jinfu.credit.partner;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.credit.CreditFourEyes;
import cn.jinfu.credit.partner.KeyStatus.Action;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.FourEyesStep;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** A key with which a bank signs its messages; it counts once two people have agreed. */
@Entity
@Table(name = "credit_partner_key")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class PartnerKey extends Aggregate<PartnerKey> {

	private String clientId;

	private String kid;

	@Enumerated(EnumType.STRING)
	private SignatureAlgorithm algorithm;

	/** In base 64; null where both sides share a secret. */
	private @Nullable String publicKey;

	/** Sealed. */
	private @Nullable String secret;

	@Enumerated(EnumType.STRING)
	private KeyStatus status;

	private Instant askedAt;

	private @Nullable UUID proposedBy;

	private @Nullable String proposedName;

	private @Nullable Instant proposedAt;

	private @Nullable UUID confirmedBy;

	private @Nullable String confirmedName;

	private @Nullable Instant confirmedAt;

	private @Nullable Instant endedAt;

	private LocalDate validTo;

	static PartnerKey asked(String clientId, String kid, SignatureAlgorithm algorithm, LocalDate validTo, Instant at) {
		var it = new PartnerKey();
		it.clientId = clientId;
		it.kid = kid;
		it.algorithm = algorithm;
		it.status = KeyStatus.ASKED;
		it.validTo = validTo;
		it.askedAt = at;
		return it;
	}

	void withPublic(String base64) {
		publicKey = base64;
	}

	void withSecret(String sealed) {
		secret = sealed;
	}

	void propose(UUID person, String name, Instant at) {
		status = status.after(Action.PROPOSE);
		proposedBy = person;
		proposedName = name;
		proposedAt = at;
	}

	/** By another person than proposed it. */
	void confirm(UUID person, String name, Instant at) {
		var next = status.after(Action.CONFIRM);
		CreditFourEyes.CONFIRM_KEY.requireOther("credit.partner-key.four-eyes", person, proposedBy);
		status = next;
		confirmedBy = person;
		confirmedName = name;
		confirmedAt = at;
	}

	void end(Instant at) {
		status = status.after(Action.END);
		endedAt = at;
	}

	public boolean can(String action) {
		return status.allows(Action.valueOf(action));
	}

	public boolean proposedBy(UUID person) {
		return FourEyesStep.tookPart(person, proposedBy);
	}

}
