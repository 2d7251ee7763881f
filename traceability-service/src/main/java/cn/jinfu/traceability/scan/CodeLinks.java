package cn.jinfu.traceability.scan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import cn.jinfu.traceability.code.PublicAddress;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** What a code leads to, as a linkset (RFC 9264) with the link types of GS1. */
@Component
@RequiredArgsConstructor
class CodeLinks {

	static final String VOCABULARY = "https://gs1.org/voc/";

	/** Link types that may be asked for, and where on the page each is. */
	private static final Map<String, String> TYPES = new LinkedHashMap<>(Map.of("defaultLink", "", "pip", "",
			"traceability", "#chain", "certificationInfo", "#certificate", "safetyInfo", "#test", "recallStatus", ""));

	private static final List<String> ORDER = List.of("defaultLink", "pip", "traceability", "certificationInfo",
			"safetyInfo", "recallStatus");

	/** One place to go. */
	record Target(String href, String title, String type, List<String> hreflang) {
	}

	private final PublicAddress address;

	/**
	 * Where a link type leads: an address on this host, or null when there is none.
	 * @param asked {@code gs1:pip}, {@code pip} or the whole address
	 */
	@Nullable String target(String asked, String path) {
		var name = asked.startsWith("gs1:") ? asked.substring(4)
				: asked.startsWith(VOCABULARY) ? asked.substring(VOCABULARY.length()) : asked;
		var part = TYPES.get(name);
		return (part != null) ? path + part : null;
	}

	Map<String, Object> linkset(String path, String title) {
		var anchor = new LinkedHashMap<String, Object>();
		anchor.put("anchor", address.of(path));
		for (var name : ORDER) {
			anchor.put(VOCABULARY + name, List
				.of(new Target(address.of(path) + TYPES.get(name), title, "text/html", List.of("zh-CN", "en"))));
		}
		return Map.of("linkset", List.of(anchor));
	}

	/** What this resolver can do, by GS1's description file. */
	Map<String, Object> description(String name) {
		var described = new LinkedHashMap<String, Object>();
		described.put("name", name);
		described.put("resolverRoot", address.of(""));
		described.put("supportedPrimaryKeys", List.of("01"));
		described.put("supportedContextValuesEnumerated", List.of());
		described.put("linkTypeDefaultCanBeLinkset", false);
		described.put("supportedLinkType",
				List.of(Map.of("namespace", VOCABULARY, "prefix", "gs1:", "linkTypes", ORDER)));
		described.put("validateByDefault", true);
		return described;
	}

}
