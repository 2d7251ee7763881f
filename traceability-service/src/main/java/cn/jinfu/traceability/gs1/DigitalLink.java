package cn.jinfu.traceability.gs1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A GS1 Digital Link: a key and its qualifiers in the order that the standard lays down.
 *
 * @param key the application identifier of the key
 * @param value its value, unescaped
 * @param qualifiers in their order
 */
public record DigitalLink(ApplicationIdentifier key, String value, List<Element> qualifiers) {

	/** Where identifiers without a domain of their own are written. */
	public static final String DOMAIN = "https://id.gs1.org";

	private static final List<String> SCHEMES = List.of("https://", "http://", "HTTPS://", "HTTP://");

	private static final List<ApplicationIdentifier> FINEST = List.of(ApplicationIdentifier.SERIAL,
			ApplicationIdentifier.THIRD_PARTY_SERIAL, ApplicationIdentifier.LOT);

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	public record Element(ApplicationIdentifier ai, String value) {
	}

	/**
	 * @param code path, key, value, check-digit, order, twice or escape
	 * @param ai the application identifier it is about
	 */
	public record Fault(String code, String ai, String value) {
	}

	/** What was read: a link, or why it is none. */
	public sealed interface Reading {

	}

	public record Read(DigitalLink link) implements Reading {
	}

	public record Malformed(Fault fault) implements Reading {
	}

	public DigitalLink {
		qualifiers = List.copyOf(qualifiers);
	}

	/**
	 * A path such as {@code /01/09521234543213/10/A1}; a stem before the key is left out,
	 * and where the stem looks like a key itself, the last one wins.
	 */
	public static Reading path(String path) {
		return path(path, false);
	}

	/**
	 * @param lenient shorter GTINs are filled up with zeros, as they were allowed once
	 */
	public static Reading path(String path, boolean lenient) {
		int start = path.startsWith("/") ? 1 : 0;
		int till = (path.length() > start && path.endsWith("/")) ? path.length() - 1 : path.length();
		var parts = Arrays.asList(path.substring(start, till).split("/", -1));
		Reading first = new Malformed(new Fault("path", "", path));
		// an even number of parts must follow the stem, from the right-most key
		for (int from = parts.size() - 2; from >= 0; from -= 2) {
			var ai = ApplicationIdentifier.of(parts.get(from));
			if (ai.isPresent() && ai.get().key()) {
				return pairs(parts.subList(from, parts.size()), lenient);
			}
			if (ai.isEmpty()) {
				return (from == parts.size() - 2) ? first : new Malformed(new Fault("key", parts.get(from), path));
			}
		}
		return first;
	}

	private static Reading pairs(List<String> parts, boolean lenient) {
		var elements = new ArrayList<Element>();
		for (int i = 0; i < parts.size(); i += 2) {
			var ai = ApplicationIdentifier.of(parts.get(i)).orElseThrow();
			var plain = unescape(parts.get(i + 1));
			if (plain.isEmpty()) {
				return new Malformed(new Fault("escape", ai.code(), parts.get(i + 1)));
			}
			var value = plain.get();
			if (lenient && ai == ApplicationIdentifier.GTIN
					&& (value.length() == 8 || value.length() == 12 || value.length() == 13)) {
				value = "0".repeat(14 - value.length()) + value;
			}
			var fault = ai.fault(value);
			if (fault != null) {
				return new Malformed(fault);
			}
			elements.add(new Element(ai, value));
		}
		var key = elements.getFirst();
		int place = -1;
		for (var qualifier : elements.subList(1, elements.size())) {
			var at = key.ai().qualifiers().indexOf(qualifier.ai().code());
			if (at == place && at >= 0) {
				return new Malformed(new Fault("twice", qualifier.ai().code(), qualifier.value()));
			}
			if (at < place || at < 0) {
				return new Malformed(new Fault("order", qualifier.ai().code(), qualifier.value()));
			}
			place = at;
		}
		return new Read(new DigitalLink(key.ai(), key.value(), elements.subList(1, elements.size())));
	}

	/** A whole address of any domain; empty when it is no Digital Link. */
	public static Optional<DigitalLink> uri(String uri) {
		var path = pathOf(uri);
		return (path != null && path(path, true) instanceof Read it) ? Optional.of(it.link()) : Optional.empty();
	}

	/** By hand: every identifier of every event comes through here. */
	private static @Nullable String pathOf(String uri) {
		int domain = 0;
		for (var scheme : SCHEMES) {
			domain = uri.startsWith(scheme) ? scheme.length() : domain;
		}
		int end = uri.length();
		for (int i = uri.length() - 1; i >= domain; i--) {
			var c = uri.charAt(i);
			if (c == ' ' || c >= '\t' && c <= '\r') {
				return null;
			}
			end = (c == '?' || c == '#') ? i : end;
		}
		int slash = uri.indexOf('/', domain);
		return (domain > 0 && slash > domain && slash < end) ? uri.substring(slash, end) : null;
	}

	public Optional<String> qualifier(ApplicationIdentifier ai) {
		return qualifiers.stream().filter(it -> it.ai() == ai).map(Element::value).findFirst();
	}

	/**
	 * The one way to write it, for comparing and hashing: no domain of anybody's own, no
	 * query, and of a product only the finest level that is named.
	 */
	public String canonical() {
		var kept = qualifiers;
		if (key == ApplicationIdentifier.GTIN || key == ApplicationIdentifier.ITIP) {
			kept = finest().map(List::of).orElse(List.of());
		}
		return DOMAIN + written(kept);
	}

	private Optional<Element> finest() {
		for (var ai : FINEST) {
			for (var qualifier : qualifiers) {
				if (qualifier.ai() == ai) {
					return Optional.of(qualifier);
				}
			}
		}
		return Optional.empty();
	}

	/** With every qualifier, from the slash of the key on. */
	public String path() {
		return written(qualifiers);
	}

	private String written(List<Element> kept) {
		var text = new StringBuilder("/").append(key.code()).append('/').append(escape(value));
		kept.forEach(it -> text.append('/').append(it.ai().code()).append('/').append(escape(it.value())));
		return text.toString();
	}

	/** Everything but the unreserved characters of RFC 3986. */
	static String escape(String value) {
		if (plain(value)) {
			return value;
		}
		var text = new StringBuilder();
		for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
			var c = (char) (b & 0xff);
			if (unreserved(c)) {
				text.append(c);
			}
			else {
				text.append('%').append(HEX.toHexDigits(b));
			}
		}
		return text.toString();
	}

	private static boolean plain(String value) {
		for (int i = 0; i < value.length(); i++) {
			if (!unreserved(value.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean unreserved(char c) {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~".indexOf(c) >= 0;
	}

	static Optional<String> unescape(String written) {
		if (plain(written)) {
			return Optional.of(written);
		}
		var bytes = new ByteArrayOutputStream();
		for (int i = 0; i < written.length(); i++) {
			var c = written.charAt(i);
			if (c == '%') {
				if (i + 2 >= written.length() || !HexFormat.isHexDigit(written.charAt(i + 1))
						|| !HexFormat.isHexDigit(written.charAt(i + 2))) {
					return Optional.empty();
				}
				bytes.write(Integer.parseInt(written.substring(i + 1, i + 3), 16));
				i += 2;
			}
			else if (c > 126 || c < 33 || "\"<>\\^`{|}".indexOf(c) >= 0) {
				return Optional.empty();
			}
			else {
				bytes.write(c);
			}
		}
		try {
			return Optional
				.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString());
		}
		catch (CharacterCodingException wrong) {
			return Optional.empty();
		}
	}

}
