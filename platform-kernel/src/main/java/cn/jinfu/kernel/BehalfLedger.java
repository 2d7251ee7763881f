package cn.jinfu.kernel;

import java.util.List;

/**
 * Keeps what a clerk did for somebody at the counter; filled by whoever keeps the visits.
 */
public interface BehalfLedger {

	/**
	 * In the transaction of the act.
	 * @throws Refusal.WrongState when the visit is over, so that the act is not done
	 */
	void noted(Actor.Behalf behalf, String action, String objectType, List<Audit.Entry> entries);

}
