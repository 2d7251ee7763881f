package cn.jinfu.production.rule;

/** 待确认, 已确认, 不采纳. */
public enum RuleState {

	PROPOSED, CONFIRMED, DECLINED

}
