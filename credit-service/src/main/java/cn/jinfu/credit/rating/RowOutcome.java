package cn.jinfu.credit.rating;

/** What became of one member in a batch rating. */
public enum RowOutcome {

	RATED,

	/** The farm did not agree to be rated. */
	NO_CONSENT,

	/** Its rating is suspended, under objection, or being overridden by people. */
	HELD,

	/** No member in good standing any more. */
	INACTIVE,

	/** Something went wrong with this one; the others go on. */
	FAILED

}
