package cn.jinfu.production.planting;

/** 待确认, 已确认, 不采纳. */
public enum ProposalState {

	PROPOSED, CONFIRMED, DECLINED

}
