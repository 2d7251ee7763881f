package cn.jinfu.kernel;

import java.time.Instant;
import java.util.List;

/** Whom a farm may ring now, when the office is closed; filled by whoever knows it. */
public interface DutyRoster {

	/**
	 * @param until when somebody else takes over, or nobody
	 */
	record OnDuty(String organisation, String name, String phone, Instant until) {
	}

	/** Of the farm's own township first; empty when nobody is on duty. */
	List<OnDuty> now(Actor actor);

}
