package cn.jinfu.credit.earlier;

/** What is known of how it went before. */
public enum Measure {

	/** Calendar days from the application to the money. */
	DAYS_TOTAL,

	/** Calendar days of a step. */
	DAYS_REVIEW, DAYS_DILIGENCE, DAYS_GUARANTEE, DAYS_BANK, DAYS_SIGNING,

	/** Hours that people worked on it. */
	WORKING_HOURS,

	/** How often the farm went to a counter. */
	VISITS,

	/** How many papers the farm handed in. */
	PAPERS,

	/** What it cost the farm to apply, in yuan. */
	COST;

	/** Whether only whole numbers make sense. */
	boolean counted() {
		return this == VISITS || this == PAPERS;
	}

	/** The days of a step of the course of a case; 0 is all of it. */
	public static Measure ofStep(int step) {
		return values()[step];
	}

}
