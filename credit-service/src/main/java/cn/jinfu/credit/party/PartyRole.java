package cn.jinfu.credit.party;

/** As what somebody signs with the farm. */
public enum PartyRole {

	SPOUSE, CO_BORROWER,
	/** Answers to the guarantor for what it pays: 反担保. */
	GUARANTOR

}
