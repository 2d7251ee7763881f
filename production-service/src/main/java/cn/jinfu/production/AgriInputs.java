package cn.jinfu.production;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** The federation's catalogue of agricultural inputs with the rules of their labels. */
public interface AgriInputs {

	/** How the law treats an input on a day. */
	enum Standing {

		/** On the market for everybody. */
		FREE,
		/** Sold by designated outlets only (定点经营), with the buyer's real name. */
		RESTRICTED,
		/** Neither sold nor used. */
		BANNED

	}

	/**
	 * @param registrationNo 农药登记证号, or null for what needs none
	 * @param ingredients active substances in Chinese, each alone
	 * @param unit base unit in which it is counted
	 * @param packQuantity content of one package in the base unit, or null when it is
	 * sold loose
	 * @param packName name of the package, for example 瓶 or 袋, or null
	 */
	record Input(UUID inputId, String name, InputKind kind, @Nullable String registrationNo, String manufacturer,
			List<String> ingredients, String formulation, InputUnit unit, @Nullable BigDecimal packQuantity,
			@Nullable String packName, boolean demo) {
	}

	/**
	 * What the label allows on one crop.
	 *
	 * @param doseMin base units per 亩, or null when the label names no lower bound
	 * @param doseMax base units per 亩
	 * @param maxTimes uses per season, or null when the label names none
	 * @param intervalDays 安全间隔期, or null when unknown: unknown blocks
	 * @param source where the row was taken from
	 */
	record LabelRule(UUID inputId, String crop, String pest, @Nullable BigDecimal doseMin, BigDecimal doseMax,
			@Nullable Integer maxTimes, @Nullable Integer intervalDays, String source, boolean demo) {
	}

	Optional<Input> find(UUID inputId);

	Optional<Input> byRegistrationNo(String registrationNo);

	/** By part of name, ingredient or registration number, in order of name. */
	List<Input> search(@Nullable String text, @Nullable InputKind kind, int limit);

	/**
	 * Rules in force on the day, the longest interval first; empty: not for this crop.
	 */
	List<LabelRule> rules(UUID inputId, String crop, LocalDate on);

	Standing standing(UUID inputId, LocalDate on);

	/**
	 * Whether use on this crop is forbidden on the day: banned outright, or for the
	 * crop's group (for example highly toxic substances on vegetables and fruit).
	 */
	boolean bannedOn(UUID inputId, String crop, LocalDate on);

}
