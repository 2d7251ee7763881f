package cn.jinfu.platform.security;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import cn.jinfu.kernel.BusinessClock;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that a partner's machine holds, as it is registered.
 *
 * @param sha256 of its DER, in lower-case hexadecimal
 * @param lastDay on which it counts; null of one that was registered before days were
 */
public record PartnerCertificate(String sha256, @Nullable LocalDate lastDay) {

	/** In a column: hash, sign, day; several with a blank between. */
	private static final String SIGN = "@";

	/** Longer is no certificate that anybody holds. */
	private static final int LONGEST = 8000;

	static PartnerCertificate of(X509Certificate certificate) {
		try {
			return new PartnerCertificate(
					HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())),
					certificate.getNotAfter().toInstant().atZone(BusinessClock.ZONE).toLocalDate());
		}
		catch (GeneralSecurityException unreadable) {
			throw new IllegalArgumentException(unreadable);
		}
	}

	/**
	 * What somebody typed: the certificate as PEM, which knows its end, or the hash of it
	 * with the day. Empty where it is neither.
	 */
	public static Optional<PartnerCertificate> typed(String words, @Nullable LocalDate lastDay) {
		var hash = words.replace(":", "").strip().toLowerCase(Locale.ROOT);
		if (hash.matches("[0-9a-f]{64}")) {
			return Optional.of(new PartnerCertificate(hash, lastDay));
		}
		return pem(words).map(PartnerCertificate::of);
	}

	static Optional<X509Certificate> pem(String words) {
		if (words.length() > LONGEST) {
			return Optional.empty();
		}
		try {
			return Optional.of((X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(words.getBytes(StandardCharsets.US_ASCII))));
		}
		catch (GeneralSecurityException unreadable) {
			return Optional.empty();
		}
	}

	public static List<PartnerCertificate> read(String column) {
		return column.isEmpty() ? List.of() : Arrays.stream(column.split(" ")).map(PartnerCertificate::one).toList();
	}

	private static PartnerCertificate one(String word) {
		var parts = word.split(SIGN, 2);
		return new PartnerCertificate(parts[0], (parts.length == 2) ? LocalDate.parse(parts[1]) : null);
	}

	public static String written(List<PartnerCertificate> certificates) {
		return certificates.stream()
			.map(it -> it.sha256() + ((it.lastDay() != null) ? SIGN + it.lastDay() : ""))
			.collect(Collectors.joining(" "));
	}

	/** Whether its last day is past. */
	public boolean over(LocalDate today) {
		return lastDay != null && today.isAfter(lastDay);
	}

}
