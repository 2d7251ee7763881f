package cn.jinfu.credit;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ProblemDetail;

/**
 * The one signed header of a bank's gateway. The platform knows which clients come by it
 * and from where; this module knows keys and what is signed.
 */
public interface GatewaySignatures {

	String HEADER = "Jinfu-Signature";

	/** Whom the header names; empty when it is not in its form. */
	Optional<String> client(HttpServletRequest request);

	/**
	 * Looks at the signature, in the tenant of the client. A good one is remembered with
	 * the request; the body and the nonce are looked at before any work is done.
	 * @return what to answer, or empty when it is good
	 */
	Optional<ProblemDetail> fault(HttpServletRequest request);

}
