package cn.jinfu.credit.partner;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a bank's machine has to do right once, in the order in which a developer comes to
 * it. A bank may go live with the first level alone.
 */
public enum ConformanceStep {

	TOKEN(1, "", ""), EVENTS(1, "GET", "/events"), CASES(1, "GET", "/cases"), CASE_FILE(1, "GET", "/cases/[^/]+"),
	/** Any message that came signed as it should. */
	SIGNATURE(1, "", ""), RECEIPT(1, "POST", "/cases/[^/]+/receipt"), DECISION(1, "POST", "/cases/[^/]+/decisions"),
	LOAN(1, "POST", "/loans"), TRANSACTION(1, "POST", "/loans/[^/]+/transactions"),
	/** The same key and content once more, answered as the first time. */
	REPEAT(1, "", ""), DOCUMENT(2, "GET", "/cases/[^/]+/documents/[^/]+"),
	CONTRACT(2, "POST", "/cases/[^/]+/contracts"), MIRROR(2, "GET", "/loans/[^/]+"),
	BOOKING(2, "GET", "/bookings/[^/]+"), PLATFORM_KEYS(2, "GET", "/keys"), OWN_KEY(2, "POST", "/message-keys"),
	ENDPOINT(3, "POST", "/webhook-endpoints"), SECRET(3, "POST", "/webhook-endpoints/[^/]+/rotation"),
	/** A message of ours that was answered 2xx. */
	WEBHOOK(3, "", ""), REPLAY(3, "POST", "/webhook-deliveries/[^/]+/replay");

	private static final String SECOND = "/cases/[^/]+/(contracts|documents/.*|evidence/.*)|/loans/[^/]+"
			+ "|/bookings/.*|/facilities(/.*)?";

	private static final String BASE = "/api/partner/v1";

	private final int level;

	private final String method;

	private final String path;

	private final Pattern pattern;

	ConformanceStep(int level, String method, String path) {
		this.level = level;
		this.method = method;
		this.path = path;
		this.pattern = Pattern.compile(path);
	}

	public int level() {
		return level;
	}

	/**
	 * Which level a call belongs to; 0 for what a bank needs before it is live: keys,
	 * codes, its own course, and calculators, which know of nobody.
	 */
	static int levelOf(String uri) {
		var rest = uri.startsWith(BASE) ? uri.substring(BASE.length()) : uri;
		if (rest.matches("/(health|keys|message-keys|conformance|sandbox|reference|calculators)(/.*)?")) {
			return 0;
		}
		if (rest.startsWith("/webhook-")) {
			return 3;
		}
		return rest.matches(SECOND) ? 2 : 1;
	}

	/** The call as a developer knows it; empty where it is none of its own. */
	public String call() {
		return method.isEmpty() ? "" : method + " " + path.replace("[^/]+", "…");
	}

	/**
	 * What a call that was answered proves. Who is told no by a rule of the business has
	 * done nothing wrong, but has not done it either.
	 * @param signed whether it carried a good signature
	 * @param repeated whether the answer was one that was kept
	 */
	static Set<ConformanceStep> proved(String method, String uri, int status, boolean signed, boolean repeated) {
		var proved = EnumSet.of(TOKEN);
		if (signed) {
			proved.add(SIGNATURE);
		}
		if (repeated) {
			proved.add(REPEAT);
		}
		if (status < 300 && uri.startsWith(BASE)) {
			var rest = uri.substring(BASE.length());
			for (var step : values()) {
				if (step.method.equals(method) && step.pattern.matcher(rest).matches()) {
					proved.add(step);
				}
			}
		}
		return proved;
	}

}
