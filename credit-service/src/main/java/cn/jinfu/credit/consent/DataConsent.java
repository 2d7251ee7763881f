package cn.jinfu.credit.consent;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.consent.ConsentStatus.Ending;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.Forbidden;
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

	/** Of consents signed on paper: the paper, and who took it in during which visit. */
	private @Nullable UUID paperFile;

	private @Nullable UUID visitId;

	private @Nullable String givenName;

	private @Nullable UUID takenBy;

	private @Nullable String takenName;

	/**
	 * What was signed at a counter.
	 *
	 * @param signer name of who signed
	 * @param takenName the clerk with both names, as he acts there
	 */
	record Paper(UUID file, UUID visitId, String signer, UUID takenBy, String takenName) {
	}

	/** On paper: never without it, and never taken in by who signed. */
	static DataConsent onPaper(String no, UUID memberId, ConsentPurpose purpose, @Nullable UUID bankId,
			ConsentText.Text text, LocalDate validTo, UUID person, Paper paper, Instant at, LocalDate today) {
		if (person.equals(paper.takenBy())) {
			throw new Forbidden("credit.consent.himself");
		}
		var consent = give(no, memberId, purpose, bankId, text, validTo, SignatureKind.COUNTER_PAPER, person, at,
				today);
		consent.paperFile = paper.file();
		consent.visitId = paper.visitId();
		consent.givenName = paper.signer();
		consent.takenBy = paper.takenBy();
		consent.takenName = paper.takenName();
		return consent;
	}

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

	/**
	 * Whether the text that was read names these data.
	 * @param dataClass such as {@link ConsentText#IDENTITY}
	 */
	public boolean names(String dataClass) {
		return List.of(dataClasses.split(",")).contains(dataClass);
	}

	/** Whether something may be read on it that day. */
	public boolean inForce(LocalDate on) {
		return status == ConsentStatus.ACTIVE && !on.isBefore(validFrom) && !on.isAfter(validTo);
	}

}
