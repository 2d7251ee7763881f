package cn.jinfu.traceability.gs1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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

	private static final Pattern URI = Pattern
		.compile("(?:https?|HTTPS?)://[^/?#\\s]+(/[^?#\\s]*)(?:\\?[^#\\s]*)?(?:#\\S*)?");

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
		var parts = Arrays.asList(path.replaceAll("^/|/$", "").split("/", -1));
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
			if (lenient && ai == ApplicationIdentifier.GTIN && value.matches("[0-9]{8}|[0-9]{12,13}")) {
				value = "0".repeat(14 - value.length()) + value;
			}
			var fault = ai.fault(value);
			if (fault.isPresent()) {
				return new Malformed(fault.get());
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
		var matcher = URI.matcher(uri);
		return (matcher.matches() && path(String.valueOf(matcher.group(1)), true) instanceof Read it)
				? Optional.of(it.link()) : Optional.empty();
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
		for (var ai : List.of(ApplicationIdentifier.SERIAL, ApplicationIdentifier.THIRD_PARTY_SERIAL,
				ApplicationIdentifier.LOT)) {
			var found = qualifiers.stream().filter(it -> it.ai() == ai).findFirst();
			if (found.isPresent()) {
				return found;
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
		var text = new StringBuilder();
		for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
			var c = (char) (b & 0xff);
			if (c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
				text.append(c);
			}
			else {
				text.append('%').append(String.format("%02X", b & 0xff));
			}
		}
		return text.toString();
	}

	static Optional<String> unescape(String written) {
		var bytes = new ByteArrayOutputStream();
		for (int i = 0; i < written.length(); i++) {
			var c = written.charAt(i);
			if (c == '%') {
				if (i + 2 >= written.length() || !written.substring(i + 1, i + 3).matches("[0-9A-Fa-f]{2}")) {
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
