package cn.jinfu.credit.partner;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A request as a developer copies it out of a log: the line with method and address,
 * headers, an empty line, the body.
 */
record PastedRequest(String method, URI target, Map<String, String> headers, byte[] body) {

	/** Empty when it is not of that shape. */
	static Optional<PastedRequest> parse(String text, String ourAddress) {
		var lines = text.replace("\r\n", "\n").stripLeading();
		var end = lines.indexOf("\n\n");
		var head = ((end < 0) ? lines.stripTrailing() : lines.substring(0, end)).split("\n");
		var body = (end < 0) ? "" : lines.substring(end + 2);
		var first = head[0].strip().split(" ");
		if (first.length < 2 || first.length > 3 || !first[0].matches("[A-Z]{3,7}")) {
			return Optional.empty();
		}
		var headers = new LinkedHashMap<String, String>();
		for (int i = 1; i < head.length; i++) {
			var colon = head[i].indexOf(':');
			if (colon < 1) {
				return Optional.empty();
			}
			headers.put(head[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
					head[i].substring(colon + 1).strip());
		}
		try {
			var target = URI.create(first[1].startsWith("/") ? ourAddress + first[1] : first[1]);
			return (target.getHost() == null) ? Optional.empty()
					: Optional.of(new PastedRequest(first[0], target, headers, body.getBytes(StandardCharsets.UTF_8)));
		}
		catch (IllegalArgumentException noAddress) {
			return Optional.empty();
		}
	}

	@Nullable String header(String name) {
		return headers.get(name.toLowerCase(Locale.ROOT));
	}

	String pathAndQuery() {
		return target.getRawPath() + ((target.getRawQuery() == null) ? "" : "?" + target.getRawQuery());
	}

}
