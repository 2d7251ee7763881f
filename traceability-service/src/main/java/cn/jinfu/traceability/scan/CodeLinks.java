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
public class CodeLinks {

	static final String VOCABULARY = "https://gs1.org/voc/";

	/** What a code is on, with the link types that may be asked for and where each is. */
	public enum Thing {

		LABEL("defaultLink", "", "pip", "", "traceability", "#chain", "certificationInfo", "#certificate", "safetyInfo",
				"#test", "recallStatus", ""),
		BOX("defaultLink", "", "pip", "", "traceability", "#contents", "recallStatus", "");

		private final Map<String, String> types = new LinkedHashMap<>();

		Thing(String... pairs) {
			for (int i = 0; i < pairs.length; i += 2) {
				types.put(pairs[i], pairs[i + 1]);
			}
		}

	}

	/** One place to go. */
	record Target(String href, String title, String type, List<String> hreflang) {
	}

	private final PublicAddress address;

	/**
	 * Where a link type leads: an address on this host, or null when there is none.
	 * @param asked {@code gs1:pip}, {@code pip} or the whole address
	 */
	@Nullable String target(Thing thing, String asked, String path) {
		var name = asked.startsWith("gs1:") ? asked.substring(4)
				: asked.startsWith(VOCABULARY) ? asked.substring(VOCABULARY.length()) : asked;
		var part = thing.types.get(name);
		return (part != null) ? path + part : null;
	}

	Map<String, Object> linkset(Thing thing, String path, String title) {
		var anchor = new LinkedHashMap<String, Object>();
		anchor.put("anchor", address.of(path));
		thing.types.forEach((name, part) -> anchor.put(VOCABULARY + name,
				List.of(new Target(address.of(path) + part, title, "text/html", List.of("zh-CN", "en")))));
		return Map.of("linkset", List.of(anchor));
	}

	/** What this resolver can do, by GS1's description file. */
	Map<String, Object> description(String name) {
		var described = new LinkedHashMap<String, Object>();
		described.put("name", name);
		described.put("resolverRoot", address.of(""));
		described.put("supportedPrimaryKeys", List.of("00", "01"));
		described.put("supportedContextValuesEnumerated", List.of());
		described.put("linkTypeDefaultCanBeLinkset", false);
		described.put("supportedLinkType", List.of(Map.of("namespace", VOCABULARY, "prefix", "gs1:", "linkTypes",
				List.copyOf(Thing.LABEL.types.keySet()))));
		described.put("validateByDefault", true);
		return described;
	}

}
