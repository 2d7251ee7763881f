package cn.jinfu.credit.product;

/** Who has to sign with the borrower before a case goes out. */
public enum Cosigner {

	NONE, SPOUSE, SPOUSE_OR_CO_BORROWER

}
