package cn.jinfu.traceability.lot;

import cn.jinfu.production.HoldReason;

/** Why a lot is held or recalled. */
public enum HoldCause {

	/** Cut before the pre-harvest interval was over; never lifted. */
	EARLY_HARVEST,
	/** Nobody knows the interval: a technician must decide. */
	INTERVAL_UNKNOWN,
	/** More than the label allows: a technician must decide. */
	ABOVE_LABEL,
	/** Not registered for the crop: a technician must decide. */
	OFF_LABEL,
	/** A forbidden substance; never lifted. */
	BANNED_INPUT,
	/** A residue above its limit. */
	TEST_FAILED,
	/** The harvest was struck out by whoever entered it. */
	HARVEST_VOID,
	/** An officer's decision, with his reason. */
	OFFICER,
	/** Within reach of a running recall; only its case lets it go. */
	RECALL_CASE;

	/** A known interval and a ban are never lifted (decisions.md, Principle). */
	public boolean permanent() {
		return this == EARLY_HARVEST || this == BANNED_INPUT || this == HARVEST_VOID;
	}

	/** Lifted by production's technician, not by an officer of the brand. */
	public boolean technical() {
		return this == INTERVAL_UNKNOWN || this == ABOVE_LABEL || this == OFF_LABEL;
	}

	static HoldCause of(HoldReason.Kind kind) {
		return switch (kind) {
			case INTERVAL -> EARLY_HARVEST;
			case INTERVAL_UNKNOWN -> INTERVAL_UNKNOWN;
			case ABOVE_LABEL -> ABOVE_LABEL;
			case OFF_LABEL -> OFF_LABEL;
			case BANNED -> BANNED_INPUT;
		};
	}

}
