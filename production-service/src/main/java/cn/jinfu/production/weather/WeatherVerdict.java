package cn.jinfu.production.weather;

/** 可以, 等等再做, 不要做, 说不准 (no data, so nothing is guessed). */
public enum WeatherVerdict {

	ALLOWED, WAIT, NO, UNKNOWN

}
