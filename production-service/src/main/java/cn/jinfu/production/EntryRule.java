package cn.jinfu.production;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;

/**
 * How far back an entry is ordinary; the federation's own numbers. Facts may be recorded
 * late, they only carry the mark.
 */
public record EntryRule(int ordinaryDays, int reasonAfterDays) {

	/** In force where the federation has set nothing (R7). */
	public static final EntryRule USUAL = new EntryRule(7, 30);

	/**
	 * Whether an entry made today about that day is late.
	 * @throws RuleBroken for a day to come, and for one far back without a reason
	 */
	public boolean late(LocalDate on, LocalDate today, @Nullable String reason) {
		if (on.isAfter(today)) {
			throw new RuleBroken("production.entry.future", on).at("on");
		}
		var back = ChronoUnit.DAYS.between(on, today);
		if (back > reasonAfterDays && (reason == null || reason.isBlank())) {
			throw new RuleBroken("production.entry.reason-needed", reasonAfterDays).at("lateReason");
		}
		return back > ordinaryDays;
	}

}
