package cn.jinfu.credit;

/** The credit side of a federation in which banks try their programs. */
public interface PartnerSandbox {

	/**
	 * Makes what a bank needs to find there, where it is missing: the bank, a product, a
	 * facility, a guarantor. In the current tenant, which must be a sandbox.
	 */
	void open(String clientId, String bankName);

}
