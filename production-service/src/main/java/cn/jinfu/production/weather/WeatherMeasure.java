package cn.jinfu.production.weather;

/** 雨量 mm, 风速 m/s, 高温 ℃, 低温 ℃, 预警等级: what a limit is about. */
public enum WeatherMeasure {

	RAIN, WIND, HEAT, COLD, WARNING

}
