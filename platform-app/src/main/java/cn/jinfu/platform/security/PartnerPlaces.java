package cn.jinfu.platform.security;

import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;

/**
 * From where a partner's machine may call: its fixed addresses and, where a proxy in
 * front checks client certificates and the configuration names its header, the
 * certificate that it holds. The header is believed only then, since whoever reaches the
 * port directly could write it himself.
 */
@Component
public class PartnerPlaces {

	private final String certificateHeader;

	PartnerPlaces(@Value("${jinfu.partner.certificate-header:}") String certificateHeader) {
		this.certificateHeader = certificateHeader;
	}

	/**
	 * Whatever is registered must fit; a client with nothing registered comes from
	 * anywhere.
	 */
	boolean allow(MachineClients.Client client, HttpServletRequest request) {
		var places = client.addressList();
		if (!places.isEmpty()
				&& places.stream().noneMatch(it -> new IpAddressMatcher(it).matches(request.getRemoteAddr()))) {
			return false;
		}
		var wanted = client.certificate();
		return wanted == null || wanted.equals(certificate(request));
	}

	/**
	 * SHA-256 of the certificate that the proxy tells: the hash itself, or the
	 * certificate as PEM with percent signs. Empty when none came or nothing is to be
	 * believed.
	 */
	private String certificate(HttpServletRequest request) {
		var told = certificateHeader.isEmpty() ? null : request.getHeader(certificateHeader);
		if (told == null) {
			return "";
		}
		var hash = told.replace(":", "").strip().toLowerCase(Locale.ROOT);
		if (hash.matches("[0-9a-f]{64}")) {
			return hash;
		}
		try {
			// a plus is one of base 64, no blank
			var pem = URLDecoder.decode(told.replace("+", "%2B"), StandardCharsets.US_ASCII);
			var certificate = CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
		}
		catch (GeneralSecurityException | IllegalArgumentException unreadable) {
			return "";
		}
	}

	/** Whether the words are networks that may be called fixed addresses. */
	public static boolean areFixed(String words) {
		return Arrays.stream(words.split(" ")).allMatch(PartnerPlaces::isFixed);
	}

	private static boolean isFixed(String word) {
		var parts = word.split("/", -1);
		var four = parts[0].matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
		if (parts.length > 2 || (!four && !parts[0].matches("[0-9a-fA-F:]{2,39}"))
				|| (parts.length == 2 && !parts[1].matches("[0-9]{1,3}"))) {
			return false;
		}
		try {
			new IpAddressMatcher(word);
		}
		catch (IllegalArgumentException unreadable) {
			return false;
		}
		var bits = (parts.length == 2) ? Integer.parseInt(parts[1]) : 128;
		return four ? bits >= 24 && (parts.length == 1 || bits <= 32) : bits >= 48 && bits <= 128;
	}

}
