package cn.jinfu.production.service.provider;

/** What a price is for: 亩, 次, 吨. */
public enum ServiceUnit {

	MU, TIME, TONNE

}
