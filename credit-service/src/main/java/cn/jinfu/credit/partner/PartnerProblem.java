package cn.jinfu.credit.partner;

import java.util.Locale;

/**
 * The catalogue of refusals that banks code against: type
 * {@code urn:jinfu:problem:<name>}, a number, and a short text {@code partner.<name>}.
 */
enum PartnerProblem {

	VALIDATION_FAILED(400, 40001), MALFORMED_JSON(400, 40002), IDEMPOTENCY_KEY_MISSING(400, 40003),
	IDEMPOTENCY_KEY_INVALID(400, 40004), DIGEST_MISSING(400, 40005), TOKEN_INVALID(401, 40101),
	SIGNATURE_MISSING(401, 40102), SIGNATURE_INVALID(401, 40103), SIGNATURE_EXPIRED(401, 40104),
	SIGNATURE_REPLAYED(401, 40105), DIGEST_MISMATCH(401, 40106), KEY_UNKNOWN(401, 40107), SCOPE_MISSING(403, 40301),
	CONSENT_REQUIRED(403, 40302), CONSENT_REVOKED(403, 40303), CONSENT_EXPIRED(403, 40304), IP_NOT_ALLOWED(403, 40305),
	NOT_LIVE(403, 40306), NOT_ALLOWED(403, 40309), NOT_FOUND(404, 40401), METHOD_NOT_ALLOWED(405, 40501),
	IDEMPOTENCY_IN_PROGRESS(409, 40901), REQUEST_TIMEOUT(408, 40801), ILLEGAL_TRANSITION(409, 40902),
	CONTENT_DIFFERS(409, 40903), TOO_LARGE(413, 41301), UNSUPPORTED_MEDIA_TYPE(415, 41501), RULE_BROKEN(422, 42200),
	IDEMPOTENCY_KEY_REUSED(422, 42201), AMOUNT_EXCEEDS_APPLICATION(422, 42202), AMOUNT_EXCEEDS_APPROVAL(422, 42203),
	RATE_LIMITED(429, 42901), INTERNAL(500, 50001);

	private final int status;

	private final int number;

	PartnerProblem(int status, int number) {
		this.status = status;
		this.number = number;
	}

	int status() {
		return status;
	}

	int number() {
		return number;
	}

	String code() {
		return name().toLowerCase(Locale.ROOT);
	}

}
