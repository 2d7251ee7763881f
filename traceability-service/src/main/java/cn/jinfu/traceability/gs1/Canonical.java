package cn.jinfu.traceability.gs1;

/** Any way to write an identifier, turned into the one it is stored and compared by. */
public final class Canonical {

	private Canonical() {
	}

	/** What is neither an EPC URN nor a Digital Link stays as it is. */
	public static String identifier(String written) {
		var plain = written.strip();
		if (plain.startsWith("urn:epc:")) {
			return EpcUrn.digitalLink(plain).map(DigitalLink::canonical).orElse(plain);
		}
		return DigitalLink.uri(plain).map(DigitalLink::canonical).orElse(plain);
	}

}
