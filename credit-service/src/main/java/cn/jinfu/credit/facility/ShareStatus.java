package cn.jinfu.credit.facility;

/** A part is proposed by one, in force or refused by another; a newer one ends it. */
public enum ShareStatus {

	PROPOSED, IN_FORCE, REFUSED, ENDED

}
