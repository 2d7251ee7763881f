package cn.jinfu.production;

/** What an input is: 农药, 肥料, 种子种苗, 农膜, other. */
public enum InputKind {

	PESTICIDE, FERTILISER, SEED, FILM, OTHER

}
