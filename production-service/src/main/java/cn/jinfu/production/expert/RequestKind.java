package cn.jinfu.production.expert;

/** 提问, 上门, 培训. */
public enum RequestKind {

	QUESTION, VISIT, TRAINING

}
