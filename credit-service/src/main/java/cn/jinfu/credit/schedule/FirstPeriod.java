package cn.jinfu.credit.schedule;

/** What becomes of a first period that is no whole month. */
public enum FirstPeriod {

	/**
	 * The first instalment pays the principal of a whole month and the interest of the
	 * days that there were.
	 */
	WITH_FIRST_INSTALMENT,
	/**
	 * On the first due day the interest of the days so far alone; the instalments begin a
	 * month later.
	 */
	INTEREST_ALONE

}
