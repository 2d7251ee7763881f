package cn.jinfu.credit.consent;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.credit.consent.ConsentStatus.Ending;
import cn.jinfu.kernel.Aggregate;
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
		end(Ending.REVOKE, person, at);
	}

	void expire(UUID system, Instant at) {
		end(Ending.EXPIRE, system, at);
	}

	private void end(Ending how, UUID by, Instant at) {
		status = status.after(how);
		endedBy = by;
		endedAt = at;
	}

	/** Whether something may be read on it that day. */
	public boolean inForce(LocalDate on) {
		return status == ConsentStatus.ACTIVE && !on.isBefore(validFrom) && !on.isAfter(validTo);
	}

}
