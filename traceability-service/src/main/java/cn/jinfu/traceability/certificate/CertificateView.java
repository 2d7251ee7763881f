package cn.jinfu.traceability.certificate;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A certificate as it was issued.
 *
 * @param contact name and masked phone
 * @param basis what the promise rests on, at least one
 * @param path of its public page, as in its picture
 */
public record CertificateView(UUID id, String number, UUID lotId, String lotCode, UUID memberId, String productName,
		BigDecimal kg, String origin, String producer, String contact, LocalDate issuedOn,
		List<Certificate.CertificateBasis> basis, @Nullable UUID testId, Certificate.CertificateStatus status,
		@Nullable String voidReason, @Nullable Instant voidedAt, String path, long version) {

	public boolean valid() {
		return status == Certificate.CertificateStatus.ISSUED;
	}

}
