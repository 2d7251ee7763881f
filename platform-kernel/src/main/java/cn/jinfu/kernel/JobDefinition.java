package cn.jinfu.kernel;

import java.time.LocalDate;

/** Work that the platform does by itself: once per tenant and business date. */
public interface JobDefinition {

	/** Stable name, for example {@code member.withdrawals}. */
	String name();

	/** When, as a Spring cron expression in Asia/Shanghai. */
	String cron();

	/**
	 * Runs for the current tenant; a repeat for the same date has no further effect.
	 * @return how many things were done
	 */
	int run(LocalDate businessDate);

}
