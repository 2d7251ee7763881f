package cn.jinfu.traceability.epcis;

import java.util.HashMap;
import java.util.Map;

import cn.jinfu.traceability.gs1.Canonical;

/**
 * Canonical identifiers, each worked out once for all events that name it: a batch names
 * the same places and papers over and over, and its fingerprints are taken of what was
 * made canonical just before.
 */
final class Identifiers {

	private final Map<String, String> known = new HashMap<>();

	String canonical(String written) {
		var found = known.get(written);
		if (found == null) {
			found = Canonical.identifier(written);
			known.put(written, found);
			known.put(found, found);
		}
		return found;
	}

}
