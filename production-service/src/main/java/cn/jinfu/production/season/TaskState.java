package cn.jinfu.production.season;

/** 已做, 该做, 误期, 还早. */
public enum TaskState {

	/** Work of that kind was recorded between the two days. */
	DONE,
	/** The days are running and it was not recorded yet. */
	DUE,
	/** The days are over without it. */
	LATE,
	/** The days are to come. */
	COMING

}
