package cn.jinfu.credit.loan;

/** A mirrored loan is running or repaid. */
public enum LoanStatus {

	ACTIVE, SETTLED

}
