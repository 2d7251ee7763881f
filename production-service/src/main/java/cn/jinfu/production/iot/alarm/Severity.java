package cn.jinfu.production.iot.alarm;

/** 紧急, 重要, 次要, 提示. */
public enum Severity {

	URGENT, MAJOR, MINOR, HINT

}
