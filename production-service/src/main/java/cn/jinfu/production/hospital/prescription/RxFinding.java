package cn.jinfu.production.hospital.prescription;

/** What stands in the way of a prescribed line, the gravest first. */
public enum RxFinding {

	/** A forbidden substance, outright or on this crop (农药管理条例 第三十四条). */
	BANNED("production.prescription.banned"),
	/** Nothing that a label governs. */
	NOT_A_PESTICIDE("production.prescription.not-a-pesticide"),
	/** No registration, or an expired one. */
	NOT_REGISTERED("production.prescription.not-registered"),
	/** Not registered for this crop. */
	WRONG_CROP("production.prescription.wrong-crop"),
	/** Registered for the crop, not against this pest. */
	WRONG_PEST("production.prescription.wrong-pest"),
	/** More per 亩 than the label allows. */
	OVER_DOSE("production.prescription.over-dose"),
	/** Less than the label says: it would not work and breeds resistance. */
	UNDER_DOSE("production.prescription.under-dose"),
	/** More often in the season than the label allows, with what was sprayed before. */
	OVER_TIMES("production.prescription.over-times"),
	/** The label's interval is not known. */
	INTERVAL_UNKNOWN("production.prescription.interval-unknown");

	private final String code;

	RxFinding(String code) {
		this.code = code;
	}

	/** Of the refusal. */
	public String code() {
		return code;
	}

}
