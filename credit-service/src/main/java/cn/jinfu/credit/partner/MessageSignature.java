package cn.jinfu.credit.partner;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * One signature over parts of an HTTP request (RFC 9421), and the digest of its body (RFC
 * 9530). Component parameters ({@code ;sf}, {@code ;bs}, {@code ;req}) are not taken.
 *
 * @param parameters the inner list and its parameters exactly as sent: the last line of
 * what is signed
 */
record MessageSignature(List<String> components, String parameters, byte[] value) {

	private static final Pattern INPUT = Pattern.compile(
			"([a-z*][a-z0-9_.*-]*)=(\\(((?:\"[^\"\\\\;]+\" ?)*)\\)((?:;[a-z][a-z0-9_-]*=(?:[0-9]{1,15}|\"[^\"\\\\]*\"))*))(?:, ?|$)");

	/** The parts of a request that can be signed. */
	record Request(String method, URI target, Function<String, @Nullable String> header) {

		@Nullable String component(String name) {
			return switch (name) {
				case "@method" -> method;
				case "@target-uri" -> target.toString();
				case "@authority" -> target.getRawAuthority().toLowerCase(Locale.ROOT);
				case "@scheme" -> target.getScheme();
				case "@path" -> target.getRawPath();
				case "@query" -> "?" + Optional.ofNullable(target.getRawQuery()).orElse("");
				default -> {
					var value = name.startsWith("@") ? null : header.apply(name);
					yield value == null ? null : value.strip();
				}
			};
		}

	}

	/**
	 * The signature whose tag is this one, or the only one when {@code tag} is null;
	 * empty when there is none or it is not well-formed.
	 */
	static Optional<MessageSignature> find(@Nullable String inputs, @Nullable String values, @Nullable String tag) {
		if (inputs == null || values == null) {
			return Optional.empty();
		}
		var matcher = INPUT.matcher(inputs.strip());
		int end = 0;
		Optional<MessageSignature> found = Optional.empty();
		while (matcher.find() && matcher.start() == end) {
			end = matcher.end();
			var signature = of(matcher, values);
			if (signature.isPresent()
					&& (tag == null || signature.get().parameter("tag").filter(tag::equals).isPresent())) {
				found = signature;
			}
		}
		return end == inputs.strip().length() ? found : Optional.empty();
	}

	private static Optional<MessageSignature> of(Matcher input, String values) {
		var value = Pattern.compile("(?:^|,)\\s*" + Pattern.quote(input.group(1)) + "=:([A-Za-z0-9+/=]+):")
			.matcher(values);
		if (!value.find()) {
			return Optional.empty();
		}
		try {
			var names = Pattern.compile("\"([^\"]+)\"")
				.matcher(input.group(3))
				.results()
				.map(it -> it.group(1))
				.toList();
			return Optional.of(new MessageSignature(names, input.group(2), Base64.getDecoder().decode(value.group(1))));
		}
		catch (IllegalArgumentException _) {
			return Optional.empty();
		}
	}

	Optional<String> parameter(String name) {
		var matcher = Pattern.compile(";" + name + "=(?:\"([^\"]*)\"|([0-9]+))")
			.matcher(parameters.substring(parameters.lastIndexOf(')')));
		return matcher.find() ? Optional.of(matcher.group(1) != null ? matcher.group(1) : matcher.group(2))
				: Optional.empty();
	}

	Optional<Instant> instant(String name) {
		return parameter(name).filter(it -> it.matches("[0-9]+")).map(it -> Instant.ofEpochSecond(Long.parseLong(it)));
	}

	/** What is signed (section 2.5); empty when the request lacks a component. */
	Optional<String> base(Request request) {
		var base = new StringBuilder();
		for (var name : components) {
			var value = request.component(name);
			if (value == null || value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
				return Optional.empty();
			}
			base.append('"').append(name).append("\": ").append(value).append('\n');
		}
		return Optional.of(base.append("\"@signature-params\": ").append(parameters).toString());
	}

	boolean isBy(MessageKey key, Request request) {
		return components.stream().distinct().count() == components.size()
				&& base(request).filter(it -> key.verifies(it, value)).isPresent();
	}

	/** Whether one of the digests is SHA-256 of the body. */
	static boolean digestFits(String contentDigest, byte[] body) {
		var matcher = Pattern.compile("(?:^|,)\\s*sha-256=:([A-Za-z0-9+/=]+):").matcher(contentDigest);
		return matcher.find() && matcher.group(1).equals(Base64.getEncoder().encodeToString(sha256(body)));
	}

	static byte[] sha256(byte[]... parts) {
		try {
			var digest = MessageDigest.getInstance("SHA-256");
			for (var part : parts) {
				digest.update(part);
			}
			return digest.digest();
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

}
