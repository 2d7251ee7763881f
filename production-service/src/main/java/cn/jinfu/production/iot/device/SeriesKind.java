package cn.jinfu.production.iot.device;

/** 量值, 累计 (a meter that only rises), 状态 (on or off). */
public enum SeriesKind {

	GAUGE, COUNTER, STATE

}
