package cn.jinfu.credit.consent;

/** How something was signed; only what needs no coming counts as zero visits. */
public enum SignatureKind {

	/** Paper at a counter. */
	COUNTER_PAPER,
	/** Read and ticked by the person himself, logged in on his phone. */
	PHONE,
	/** In the bank's own application. */
	BANK_APP,
	/** With a certificate of a licensed authority. */
	LICENSED_CA;

	public boolean withoutVisit() {
		return this != COUNTER_PAPER;
	}

}
