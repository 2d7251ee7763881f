package cn.jinfu.credit.product;

/** Who stands behind a loan beside the farm. */
public enum GuaranteeKind {

	/** Nobody: the grade alone, up to what it carries unsecured. */
	NONE,

	/** The guarantee company, by its letter. */
	GUARANTOR,

	/** An insurer, which shares the risk with the bank for a premium. */
	INSURER,

	/** Government, bank and insurer together. */
	POOL

}
