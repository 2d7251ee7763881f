package cn.jinfu.production.operation;

/** 用法: 喷雾, 灌根, 撒施, 滴灌, 拌种, 熏烟, 其他. */
public enum UseMethod {

	SPRAYED, DRENCHED, SPREAD, DRIPPED, DRESSED, SMOKED, OTHER

}
