package cn.jinfu.credit.consent;

/** A consent is given once, and ends by the farm's will or by its date. */
public enum ConsentStatus {

	ACTIVE, REVOKED, EXPIRED

}
