package cn.jinfu.platform.security;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;

import cn.jinfu.kernel.BusinessClock;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

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

	/** Why a call is not let in. */
	enum Fault {

		ELSEWHERE, CERTIFICATE_OVER

	}

	/**
	 * Whatever is registered must fit; a client with nothing registered comes from
	 * anywhere.
	 * @return null when it fits
	 */
	@Nullable Fault fault(MachineClients.Client client, HttpServletRequest request) {
		if (allOver(client)) {
			return Fault.CERTIFICATE_OVER;
		}
		var places = client.addressList();
		if (!places.isEmpty()
				&& places.stream().noneMatch(it -> new IpAddressMatcher(it).matches(request.getRemoteAddr()))) {
			return Fault.ELSEWHERE;
		}
		var registered = client.certificateList();
		if (registered.isEmpty()) {
			return null;
		}
		var shown = certificate(request).orElse(null);
		var same = registered.stream()
			.filter(it -> shown != null && it.sha256().equals(shown.sha256()))
			.findFirst()
			.orElse(null);
		if (shown == null || same == null) {
			return Fault.ELSEWHERE;
		}
		var today = LocalDate.now(BusinessClock.ZONE);
		return (same.over(today) || shown.over(today)) ? Fault.CERTIFICATE_OVER : null;
	}

	/** Whether no certificate is left that it could show. */
	private static boolean allOver(MachineClients.Client client) {
		var registered = client.certificateList();
		return !registered.isEmpty() && registered.stream().allMatch(it -> it.over(LocalDate.now(BusinessClock.ZONE)));
	}

	/**
	 * The certificate that the proxy tells: its hash, or itself as PEM with percent
	 * signs. Empty when none came or nothing is to be believed.
	 */
	private Optional<PartnerCertificate> certificate(HttpServletRequest request) {
		var told = certificateHeader.isEmpty() ? null : request.getHeader(certificateHeader);
		try {
			// a plus is one of base 64, no blank
			return (told == null) ? Optional.empty() : PartnerCertificate
				.typed(URLDecoder.decode(told.replace("+", "%2B"), StandardCharsets.US_ASCII), null);
		}
		catch (IllegalArgumentException unreadable) {
			return Optional.empty();
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
