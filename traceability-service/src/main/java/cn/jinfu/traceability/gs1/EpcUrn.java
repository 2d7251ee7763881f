package cn.jinfu.traceability.gs1;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import cn.jinfu.traceability.gs1.DigitalLink.Element;
import cn.jinfu.traceability.gs1.DigitalLink.Read;

/**
 * The older way to write the same identifiers,
 * {@code urn:epc:id:sgtin:4012345.011111.98}: the company's prefix is set off by a dot
 * and the check digit left out.
 */
public final class EpcUrn {

	private static final Pattern URN = Pattern.compile("urn:epc:(id|class|idpat):([a-z]+):(.+)");

	private static final Pattern PREFIX = Pattern.compile("[0-9]{6,12}");

	/** Digits of prefix and reference together, by scheme. */
	private static final int SGTIN = 13;

	private static final int SSCC = 17;

	private static final int GLN = 12;

	private EpcUrn() {
	}

	/** Empty when it is no URN of these schemes, or not written rightly. */
	public static Optional<DigitalLink> digitalLink(String urn) {
		var matcher = URN.matcher(urn);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		var pattern = "idpat".equals(matcher.group(1));
		var scheme = String.valueOf(matcher.group(2));
		var body = String.valueOf(matcher.group(3));
		var parts = List.of(body.split("\\.", ("itip".equals(scheme)) ? 5 : 3));
		if (parts.size() < 2 || !PREFIX.matcher(parts.getFirst()).matches()) {
			return Optional.empty();
		}
		if ("class".equals(matcher.group(1)) != "lgtin".equals(scheme)) {
			return Optional.empty();
		}
		return path(scheme, parts, pattern).map(DigitalLink::path)
			.flatMap(it -> (it instanceof Read read) ? Optional.of(read.link()) : Optional.empty());
	}

	private static Optional<String> path(String scheme, List<String> parts, boolean pattern) {
		var prefix = parts.getFirst();
		var reference = parts.get(1);
		var last = parts.getLast();
		if (pattern != last.equals("*")) {
			return Optional.empty();
		}
		var digits = prefix + reference;
		return switch (scheme) {
			case "sgtin" -> gtin(prefix, reference).filter(_ -> parts.size() == 3)
				.map(it -> "/01/" + it + (pattern ? "" : "/21/" + last));
			case "lgtin" ->
				gtin(prefix, reference).filter(_ -> parts.size() == 3).map(it -> "/01/" + it + "/10/" + last);
			case "upui" -> gtin(prefix, reference).filter(_ -> parts.size() == 3)
				.map(it -> "/01/" + it + (pattern ? "" : "/235/" + last));
			case "itip" -> gtin(prefix, reference).filter(_ -> parts.size() == 5)
				.map(it -> "/8006/" + it + parts.get(2) + parts.get(3) + (pattern ? "" : "/21/" + last));
			case "sscc" -> exact(digits, SSCC).filter(_ -> !reference.isEmpty())
				.map(_ -> checked(reference.charAt(0) + prefix + reference.substring(1)))
				.map(it -> "/00/" + it);
			case "sgln" -> exact(digits, GLN)
				.map(it -> "/414/" + checked(it) + (pattern || "0".equals(last) ? "" : "/254/" + last));
			case "pgln" -> exact(digits, GLN).map(it -> "/417/" + checked(it));
			case "grai" -> exact(digits, GLN).map(it -> "/8003/0" + checked(it) + (pattern ? "" : last));
			case "gdti" -> exact(digits, GLN).map(it -> "/253/" + checked(it) + (pattern ? "" : last));
			case "sgcn" -> exact(digits, GLN).map(it -> "/255/" + checked(it) + (pattern ? "" : last));
			case "gsrn" -> exact(digits, SSCC).map(it -> "/8018/" + checked(it));
			case "gsrnp" -> exact(digits, SSCC).map(it -> "/8017/" + checked(it));
			case "gsin" -> exact(digits, SSCC - 1).map(it -> "/402/" + checked(it));
			case "giai" ->
				Optional.of("/8004/" + prefix + parts.get(1) + (parts.size() == 3 ? "." + parts.get(2) : ""));
			case "ginc" -> Optional.of("/401/" + prefix + parts.get(1) + (parts.size() == 3 ? "." + parts.get(2) : ""));
			case "cpi" -> Optional.of("/8010/" + prefix + reference + (pattern ? "" : "/8011/" + last));
			default -> Optional.empty();
		};
	}

	/** The indicator stands first in the reference and goes before the prefix. */
	private static Optional<String> gtin(String prefix, String reference) {
		return exact(prefix + reference, SGTIN).filter(_ -> !reference.isEmpty())
			.map(_ -> checked(reference.charAt(0) + prefix + reference.substring(1)));
	}

	private static Optional<String> exact(String digits, int length) {
		return (digits.length() == length && CheckDigit.digitsOnly(digits)) ? Optional.of(digits) : Optional.empty();
	}

	private static String checked(String body) {
		return body + CheckDigit.of(body);
	}

	/**
	 * Back again, as far as the older way can say it.
	 * @param prefixLength digits of the company's prefix, which a Digital Link does not
	 * tell
	 */
	public static Optional<String> urn(DigitalLink link, int prefixLength) {
		if (prefixLength < 6 || prefixLength > 12) {
			return Optional.empty();
		}
		var value = link.value();
		return switch (link.key()) {
			case GTIN -> gtin(link, value.substring(0, 13), prefixLength);
			case SSCC -> Optional.of("urn:epc:id:sscc:" + value.substring(1, 1 + prefixLength) + "." + value.charAt(0)
					+ value.substring(1 + prefixLength, 17));
			case GLN -> Optional.of("urn:epc:id:sgln:" + cut(value, prefixLength, 12) + "."
					+ link.qualifier(ApplicationIdentifier.GLN_EXTENSION).map(DigitalLink::escape).orElse("0"));
			case PARTY_GLN -> Optional.of("urn:epc:id:pgln:" + cut(value, prefixLength, 12));
			case GRAI -> Optional.of("urn:epc:" + open(value, 14) + ":grai:" + cut(value.substring(1), prefixLength, 12)
					+ "." + serial(value, 14));
			case GDTI -> Optional
				.of("urn:epc:" + open(value, 13) + ":gdti:" + cut(value, prefixLength, 12) + "." + serial(value, 13));
			case GIAI -> Optional.of("urn:epc:id:giai:" + value.substring(0, prefixLength) + "."
					+ DigitalLink.escape(value.substring(prefixLength)));
			case GSRN_RECIPIENT -> Optional.of("urn:epc:id:gsrn:" + cut(value, prefixLength, 17));
			case GSRN_PROVIDER -> Optional.of("urn:epc:id:gsrnp:" + cut(value, prefixLength, 17));
			default -> Optional.empty();
		};
	}

	private static Optional<String> gtin(DigitalLink link, String body, int prefixLength) {
		var both = body.substring(1, 1 + prefixLength) + "." + body.charAt(0) + body.substring(1 + prefixLength);
		var finest = link.qualifiers()
			.stream()
			.filter(it -> it.ai() == ApplicationIdentifier.SERIAL || it.ai() == ApplicationIdentifier.LOT)
			.reduce((_, second) -> second);
		if (finest.isEmpty()) {
			return Optional.of("urn:epc:idpat:sgtin:" + both + ".*");
		}
		Element element = finest.get();
		var scheme = (element.ai() == ApplicationIdentifier.SERIAL) ? "urn:epc:id:sgtin:" : "urn:epc:class:lgtin:";
		return Optional.of(scheme + both + "." + DigitalLink.escape(element.value()));
	}

	private static String cut(String value, int prefixLength, int digits) {
		return value.substring(0, prefixLength) + "." + value.substring(prefixLength, digits);
	}

	private static String open(String value, int digits) {
		return (value.length() > digits) ? "id" : "idpat";
	}

	private static String serial(String value, int digits) {
		return (value.length() > digits) ? DigitalLink.escape(value.substring(digits)) : "*";
	}

}
