package cn.jinfu.credit.schedule;

/** How a loan is repaid. */
public enum RepayMethod {

	/** 等额本息: the same amount every month. */
	EQUAL_INSTALMENT,
	/** 等额本金: the same principal every month, less interest each time. */
	EQUAL_PRINCIPAL,
	/** 按月付息，到期还本. */
	INTEREST_MONTHLY,
	/** 按季付息（每季末月 20 日），到期还本. */
	INTEREST_QUARTERLY,
	/** 到期一次还本付息. */
	BULLET

}
