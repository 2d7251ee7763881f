package cn.jinfu.production.planting;

/**
 * Why nothing of a planting may be promised today: 用药待决定, 安全间隔期未满, 有问题采收.
 */
public enum PickBar {

	DECISION, INTERVAL, HARVEST

}
