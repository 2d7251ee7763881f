package cn.jinfu.production.iot.alarm;

/** 高于, 低于, 超出范围, 随作物标准. */
public enum Comparison {

	ABOVE, BELOW, OUTSIDE,
	/** Outside the range that the standard gives for the stage that stands there. */
	STANDARD

}
