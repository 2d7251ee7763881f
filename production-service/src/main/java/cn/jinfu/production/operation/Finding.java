package cn.jinfu.production.operation;

/** What is wrong with a use, the gravest first. */
public enum Finding {

	/** A forbidden substance (农药管理条例 第三十四条). Nobody lifts it. */
	BANNED,
	/** No registration, or an expired one. */
	NOT_REGISTERED,
	/** Not registered for this crop (扩大使用范围). */
	OFF_LABEL,
	/** The label's interval is not known. */
	INTERVAL_UNKNOWN,
	/** More per 亩 than the label allows (加大用药剂量). */
	OVER_DOSE,
	/** More often in the season than the label allows. */
	OVER_TIMES

}
