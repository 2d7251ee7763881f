package cn.jinfu.production.input;

/** 洒漏, 过期, 被盗, 其他. */
public enum LossCause {

	SPILLED, EXPIRED, STOLEN, OTHER

}
