package cn.jinfu.production.hospital.prescription;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import cn.jinfu.production.AgriInputs.LabelRule;
import org.jspecify.annotations.Nullable;

/**
 * One prescribed line held against the label (农药管理条例 第三十四条: crop, pest, dose, times,
 * interval). Unlike a use, which is a fact, a prescription is a promise: what is found
 * here is refused.
 *
 * @param rule the label's row for this crop and pest, null when there is none
 */
public record RxCheck(Set<RxFinding> findings, @Nullable LabelRule rule) {

	/**
	 * What is prescribed.
	 *
	 * @param before uses of this input on this planting that stand
	 */
	record Dose(String pest, BigDecimal perMu, int times, int before) {
	}

	/**
	 * What it is held against.
	 *
	 * @param rules of the input on this crop on the day
	 */
	record Label(boolean pesticide, boolean banned, boolean registered, List<LabelRule> rules) {
	}

	public RxCheck {
		findings = Set.copyOf(findings);
	}

	static RxCheck of(Dose dose, Label label) {
		var findings = EnumSet.noneOf(RxFinding.class);
		if (label.banned()) {
			findings.add(RxFinding.BANNED);
		}
		if (!label.pesticide()) {
			findings.add(RxFinding.NOT_A_PESTICIDE);
			return new RxCheck(findings, null);
		}
		if (!label.registered()) {
			findings.add(RxFinding.NOT_REGISTERED);
		}
		if (label.rules().isEmpty()) {
			findings.add(RxFinding.WRONG_CROP);
			return new RxCheck(findings, null);
		}
		var rule = label.rules().stream().filter(it -> it.pest().equals(dose.pest())).findFirst().orElse(null);
		if (rule == null) {
			findings.add(RxFinding.WRONG_PEST);
			return new RxCheck(findings, null);
		}
		within(dose, rule, findings);
		return new RxCheck(findings, rule);
	}

	private static void within(Dose dose, LabelRule rule, Set<RxFinding> findings) {
		var least = rule.doseMin();
		var most = rule.maxTimes();
		if (dose.perMu().compareTo(rule.doseMax()) > 0) {
			findings.add(RxFinding.OVER_DOSE);
		}
		if (least != null && dose.perMu().compareTo(least) < 0) {
			findings.add(RxFinding.UNDER_DOSE);
		}
		if (most != null && dose.before() + dose.times() > most) {
			findings.add(RxFinding.OVER_TIMES);
		}
		if (rule.intervalDays() == null) {
			findings.add(RxFinding.INTERVAL_UNKNOWN);
		}
	}

	public boolean clear() {
		return findings.isEmpty();
	}

	/** The gravest, or null when all is well. */
	@Nullable RxFinding gravest() {
		return findings.stream().sorted().findFirst().orElse(null);
	}

	public List<RxFinding> sorted() {
		return findings.stream().sorted().toList();
	}

}
