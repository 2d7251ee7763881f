package cn.jinfu.traceability.code;

/** What a code answers whoever reads it, before anything else is said. */
public enum CodeAnswer {

	GENUINE, HELD, RECALLED, VOID, MISTYPED, FOREIGN;

	/**
	 * Of a code that is ours.
	 * @param issue status of the label order or certificate; empty where there is none
	 * @param lot status of the lot behind it
	 */
	public static CodeAnswer of(String issue, String lot) {
		if ("RECALLED".equals(lot)) {
			return RECALLED;
		}
		if ("VOID".equals(issue) || "DESTROYED".equals(lot)) {
			return VOID;
		}
		return "HELD".equals(lot) ? HELD : GENUINE;
	}

	public boolean bad() {
		return this == HELD || this == RECALLED || this == VOID;
	}

}
