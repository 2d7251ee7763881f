package cn.jinfu.production.weather;

/** 打药, 采收, 浇水, 施肥, 大棚敞着: for what advice is given. */
public enum WeatherWork {

	SPRAY, HARVEST, IRRIGATE, FERTILISE, HOUSE

}
