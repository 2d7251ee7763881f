package cn.jinfu.production.hospital.consult;

import java.time.Duration;

/** How fast a farm should have its answer. */
final class ConsultRules {

	/** The federation's own measure until it sets another one: to be confirmed by it. */
	static final Duration TARGET = Duration.ofHours(2);

	/** Farms are told by day only: from this hour until before {@link #DAY_TO}. */
	static final int DAY_FROM = 8;

	static final int DAY_TO = 20;

	/** So many pictures at once. */
	static final int PICTURES = 3;

	private ConsultRules() {
	}

}
