package cn.jinfu.platform.job;

/** How a run of a job stands. */
public enum JobStatus {

	RUNNING, DONE, FAILED

}
