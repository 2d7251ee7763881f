package cn.jinfu.production;

/**
 * The fact of a harvest: 有效, 问题 (stands, but nothing may be promised on it), 作废 (entered
 * by mistake).
 */
public enum HarvestLotStatus {

	VALID, PROBLEM, VOID

}
