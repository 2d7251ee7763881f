package cn.jinfu.production.hospital.prescription;

/** What stands in the way of a prescribed line, the gravest first. */
public enum RxFinding {

	/** A forbidden substance, outright or on this crop (农药管理条例 第三十四条). */
	BANNED("banned"),
	/** Nothing that a label governs. */
	NOT_A_PESTICIDE("not-a-pesticide"),
	/** No registration, or an expired one. */
	NOT_REGISTERED("not-registered"),
	/** Not registered for this crop. */
	WRONG_CROP("wrong-crop"),
	/** Registered for the crop, not against this pest. */
	WRONG_PEST("wrong-pest"),
	/** More per 亩 than the label allows. */
	OVER_DOSE("over-dose"),
	/** Less than the label says: it would not work and breeds resistance. */
	UNDER_DOSE("under-dose"),
	/** More often in the season than the label allows, with what was sprayed before. */
	OVER_TIMES("over-times"),
	/** The label's interval is not known. */
	INTERVAL_UNKNOWN("interval-unknown");

	private final String code;

	RxFinding(String code) {
		this.code = code;
	}

	/** Of the refusal. */
	public String code() {
		return "production.prescription." + code;
	}

}
