package cn.jinfu.production.operation;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import cn.jinfu.production.AgriInputs.LabelRule;
import org.jspecify.annotations.Nullable;

/**
 * One use held against the label (农药管理条例 第三十四条: crop, dose, method, interval). It never
 * refuses: what was done is recorded, and what follows from it is said.
 *
 * @param findings empty when all is well
 * @param doseMax base units per 亩, null when no rule applies
 * @param nthUse which use of this input on this planting it is, from 1
 * @param safeOn first day on which may be picked: use day + interval; null when the
 * interval is unknown
 */
public record LabelCheck(Set<Finding> findings, BigDecimal dosePerMu, @Nullable BigDecimal doseMax, int nthUse,
		@Nullable Integer maxTimes, @Nullable Integer intervalDays, @Nullable LocalDate safeOn) {

	/**
	 * What a use is checked against.
	 *
	 * @param rules of the input on this crop on that day; empty means off the label
	 * @param pest what it was used against; a rule for it goes before the others
	 */
	public record Subject(boolean banned, boolean registered, List<LabelRule> rules, @Nullable String pest) {
	}

	public LabelCheck {
		findings = Set.copyOf(findings);
	}

	static LabelCheck of(Subject subject, BigDecimal dosePerMu, int nthUse, LocalDate on) {
		var findings = EnumSet.noneOf(Finding.class);
		if (subject.banned()) {
			findings.add(Finding.BANNED);
		}
		if (!subject.registered()) {
			findings.add(Finding.NOT_REGISTERED);
		}
		var rule = governing(subject);
		if (rule == null) {
			findings.add(Finding.OFF_LABEL);
			return new LabelCheck(findings, dosePerMu, null, nthUse, null, null, null);
		}
		if (dosePerMu.compareTo(rule.doseMax()) > 0) {
			findings.add(Finding.OVER_DOSE);
		}
		if (rule.maxTimes() != null && nthUse > rule.maxTimes()) {
			findings.add(Finding.OVER_TIMES);
		}
		var interval = rule.intervalDays();
		if (interval == null) {
			findings.add(Finding.INTERVAL_UNKNOWN);
		}
		return new LabelCheck(findings, dosePerMu, rule.doseMax(), nthUse, rule.maxTimes(), interval,
				(interval != null) ? on.plusDays(interval) : null);
	}

	/** For what has no label rules: fertiliser, seed, film. */
	static LabelCheck none(BigDecimal dosePerMu, int nthUse) {
		return new LabelCheck(Set.of(), dosePerMu, null, nthUse, null, null, null);
	}

	/** The rule for the pest; without one, the strictest: unknown or longest interval. */
	private static @Nullable LabelRule governing(Subject subject) {
		return subject.rules()
			.stream()
			.filter(rule -> rule.pest().equals(subject.pest()))
			.findFirst()
			.or(() -> subject.rules().stream().max(Comparator.comparingInt(LabelCheck::strictness)))
			.orElse(null);
	}

	private static int strictness(LabelRule rule) {
		var days = rule.intervalDays();
		return (days != null) ? days : Integer.MAX_VALUE;
	}

	public boolean clear() {
		return findings.isEmpty();
	}

}
