package cn.jinfu.credit.consent;

/** What the data may be used for. */
public enum ConsentPurpose {

	/** The federation and the guarantor rate the farm. */
	RATING,
	/** One named bank reads the case of an application. */
	FINANCING

}
