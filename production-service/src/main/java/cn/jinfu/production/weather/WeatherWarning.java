package cn.jinfu.production.weather;

/** 没有预警, then the four levels of the weather service in their order, red the worst. */
public enum WeatherWarning {

	NONE, BLUE, YELLOW, ORANGE, RED

}
