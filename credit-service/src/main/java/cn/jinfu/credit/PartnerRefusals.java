package cn.jinfu.credit;

import java.util.Locale;

import org.springframework.http.ProblemDetail;

/**
 * What a bank's machine is told at the door, from the one catalogue that banks code
 * against: the platform checks tokens, this module knows the words and numbers.
 */
public interface PartnerRefusals {

	/** No token, or not a good one: 401. */
	ProblemDetail tokenInvalid(Locale locale);

	/** A good token that does not carry the scope: 403. */
	ProblemDetail scopeMissing(Locale locale);

	/** Called from an address or with a certificate that is not registered: 403. */
	ProblemDetail addressNotAllowed(Locale locale);

	/** With a certificate whose last day is past: 403. */
	ProblemDetail certificateOver(Locale locale);

	/** An address that cannot be read: 400. */
	ProblemDetail unreadable(Locale locale);

	/** More calls in a minute than a client may make: 429. */
	ProblemDetail rateLimited(Locale locale);

}
