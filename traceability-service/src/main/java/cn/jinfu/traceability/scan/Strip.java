package cn.jinfu.traceability.scan;

/**
 * What on a label's page is another for each look; the rest may be kept.
 *
 * @param since when it was looked at first; may be empty
 * @param often a word of caution; may be empty
 * @param ticket with which this look is counted
 */
public record Strip(String title, String since, String often, String ticket) {

	/** On pages that are not a label's. */
	static final Strip NONE = new Strip("", "", "", "");

	/**
	 * In the place of the words, in a page that is going to be kept: no page holds these.
	 */
	static final Strip MARKS = new Strip("\uE001", "\uE002", "\uE003", "\uE004");

}
