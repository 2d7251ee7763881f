package cn.jinfu.credit.rating;

/** How an application of this grade goes on. */
public enum Route {

	/** No guarantee asked for by the grade. */
	GREEN,
	/** With a guarantee. */
	GUARANTEE,
	/** With a guarantee, counter-guarantee and the committee. */
	COMMITTEE,
	/** No loan now: a plan to improve. */
	IMPROVE

}
