package cn.jinfu.production.soil;

/** 待确认, 已生效, 已退回. */
public enum EditionState {

	PROPOSED, CONFIRMED, DECLINED

}
