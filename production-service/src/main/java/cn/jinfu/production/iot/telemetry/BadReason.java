package cn.jinfu.production.iot.telemetry;

import java.util.Locale;

/** What may be wrong with a point. Two of them are kept all the same. */
public enum BadReason {

	NOT_A_NUMBER(false), NOT_FINITE(false), FUTURE(false), TOO_OLD(false), UNKNOWN_KEY(false), UNKNOWN_DEVICE(false),
	OUT_OF_RANGE(true), LATE(true), DUPLICATE(false), MALFORMED(false);

	private final boolean kept;

	BadReason(boolean kept) {
		this.kept = kept;
	}

	/** Whether the point is stored, with a mark. */
	public boolean kept() {
		return kept;
	}

	/** As clients read it. */
	public String code() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
