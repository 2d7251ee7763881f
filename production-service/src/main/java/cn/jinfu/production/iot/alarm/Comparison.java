package cn.jinfu.production.iot.alarm;

/** 高于, 低于, 超出范围. */
public enum Comparison {

	ABOVE, BELOW, OUTSIDE

}
