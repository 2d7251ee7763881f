package cn.jinfu.production.fieldcase;

/** 用了禁用药, 用了没登记的药, 安全间隔期内采收, 超过产量上限, 平台外购入. */
public enum CaseKind {

	BANNED_USE, OFF_LABEL_USE, EARLY_HARVEST, ABOVE_CAP, OUTSIDE_PURCHASE

}
