package cn.jinfu.production.expert;

/** 管用, 有点用, 没用. */
public enum Outcome {

	HELPED, PARTLY, NOT_HELPED

}
