package cn.jinfu.credit.consent;

import java.util.Map;

import cn.jinfu.kernel.Refusal.WrongState;

/** The life of a consent; what ended once is never in force again. */
public enum ConsentStatus {

	ACTIVE, REVOKED, EXPIRED;

	/** How a consent ends. */
	public enum Ending {

		REVOKE, EXPIRE

	}

	private Map<Ending, ConsentStatus> moves() {
		return switch (this) {
			case ACTIVE -> Map.of(Ending.REVOKE, REVOKED, Ending.EXPIRE, EXPIRED);
			case REVOKED, EXPIRED -> Map.of();
		};
	}

	ConsentStatus after(Ending ending) {
		var next = moves().get(ending);
		if (next == null) {
			throw new WrongState("credit.consent.ended", this);
		}
		return next;
	}

}
