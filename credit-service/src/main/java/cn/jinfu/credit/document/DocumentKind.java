package cn.jinfu.credit.document;

/** What a bank's paper is. */
public enum DocumentKind {

	LOAN_CONTRACT, GUARANTEE_CONTRACT,
	/** To look the borrower up at the credit bureau, which the bank alone does. */
	AUTHORISATION, OTHER

}
