package cn.jinfu.credit.consent;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.WrongState;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * Who may use which data of a farm, for what and until when. The text the person read is
 * known by version and hash; a new text needs a new consent.
 */
@Entity
@Table(name = "credit_consent")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class DataConsent extends Aggregate<DataConsent> {

	private String no;

	private UUID memberId;

	@Enumerated(EnumType.STRING)
	private ConsentPurpose purpose;

	private @Nullable UUID bankId;

	private String dataClasses;

	private LocalDate validFrom;

	private LocalDate validTo;

	private String textVersion;

	private String textSha256;

	@Enumerated(EnumType.STRING)
	private SignatureKind signatureKind;

	private UUID givenBy;

	private Instant givenAt;

	@Enumerated(EnumType.STRING)
	private ConsentStatus status;

	private @Nullable UUID endedBy;

	private @Nullable Instant endedAt;

	static DataConsent give(String no, UUID memberId, ConsentPurpose purpose, @Nullable UUID bankId,
			ConsentText.Text text, LocalDate validTo, SignatureKind kind, UUID person, Instant at, LocalDate today) {
		var consent = new DataConsent();
		consent.no = no;
		consent.memberId = memberId;
		consent.purpose = purpose;
		consent.bankId = bankId;
		consent.dataClasses = text.dataClasses();
		consent.validFrom = today;
		consent.validTo = validTo;
		consent.textVersion = text.version();
		consent.textSha256 = text.sha256();
		consent.signatureKind = kind;
		consent.givenBy = person;
		consent.givenAt = at;
		consent.status = ConsentStatus.ACTIVE;
		return consent;
	}

	void revoke(UUID person, Instant at) {
		end(ConsentStatus.REVOKED, person, at);
	}

	void expire(UUID system, Instant at) {
		end(ConsentStatus.EXPIRED, system, at);
	}

	private void end(ConsentStatus how, UUID by, Instant at) {
		if (status != ConsentStatus.ACTIVE) {
			throw new WrongState("credit.consent.ended", status);
		}
		status = how;
		endedBy = by;
		endedAt = at;
	}

	/** Whether something may be read on it that day. */
	public boolean inForce(LocalDate on) {
		return status == ConsentStatus.ACTIVE && !on.isBefore(validFrom) && !on.isAfter(validTo);
	}

}
