package cn.jinfu.production.soil;

/** 氮 as N, 磷 as P2O5, 钾 as K2O. */
public enum Nutrient {

	N, P, K

}
