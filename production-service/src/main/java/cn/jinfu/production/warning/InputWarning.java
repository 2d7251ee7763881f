package cn.jinfu.production.warning;

/**
 * What is wrong with a use, the gravest first: what the label or the law says, what was
 * picked too early after it, what the crop's standard says.
 */
public enum InputWarning {

	BANNED, NOT_REGISTERED, OFF_LABEL, EARLY_HARVEST, INTERVAL_UNKNOWN, OVER_DOSE, OVER_TIMES, OVER_STANDARD

}
