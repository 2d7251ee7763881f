package cn.jinfu.production.operation;

/** 晴, 多云, 阴, 雨, 大风, 霜冻. */
public enum Weather {

	SUNNY, CLOUDY, OVERCAST, RAIN, WIND, FROST

}
