package cn.jinfu.production.iot.alarm;

/** 数值, 无数据. */
public enum AlarmKind {

	VALUE, NO_DATA

}
