package cn.jinfu.kernel;

/** Where a message stands. */
public enum MessageStatus {

	/** Taken over by the adapter. */
	PENDING,

	SENT,

	FAILED,

	/** Kept only: no way out is configured. */
	OFF

}
