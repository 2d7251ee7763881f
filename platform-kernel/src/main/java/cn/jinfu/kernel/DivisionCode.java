package cn.jinfu.kernel;

import java.util.Optional;
import java.util.Set;

import cn.jinfu.kernel.Refusal.RuleBroken;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An administrative division without its trailing zeros: province 2, prefecture 4, county
 * 6 digits (GB/T 2260), township 9 (GB/T 10114), village 12 (statistics code). Only the
 * shape is checked; whether the division exists is asked of {@code Divisions}.
 */
public record DivisionCode(@JsonValue String value) implements Comparable<DivisionCode> {

	/** From province down; each has the length of its code. */
	public enum Level {

		PROVINCE(2), PREFECTURE(4), COUNTY(6), TOWNSHIP(9), VILLAGE(12);

		private final int length;

		Level(int length) {
			this.length = length;
		}

	}

	private static final Set<String> PROVINCES = Set.of("11", "12", "13", "14", "15", "21", "22", "23", "31", "32",
			"33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62",
			"63", "64", "65", "71", "81", "82");

	@JsonCreator
	public DivisionCode {
		value = value.strip();
		if (!Digits.areDigits(value)) {
			throw new RuleBroken("kernel.division.character");
		}
		levelOf(value);
		if (!isProvince(value.substring(0, 2))) {
			throw new RuleBroken("kernel.division.province");
		}
	}

	public Level level() {
		return levelOf(value);
	}

	/** Empty for a province. */
	public Optional<DivisionCode> parent() {
		return level() == Level.PROVINCE ? Optional.empty()
				: Optional.of(new DivisionCode(value.substring(0, Level.values()[level().ordinal() - 1].length)));
	}

	/** Whether the other is this division or lies in it. */
	public boolean contains(DivisionCode other) {
		return other.value.startsWith(value);
	}

	static boolean isProvince(String code) {
		return PROVINCES.contains(code);
	}

	private static Level levelOf(String value) {
		for (var level : Level.values()) {
			if (level.length == value.length()) {
				return level;
			}
		}
		throw new RuleBroken("kernel.division.length", value.length());
	}

	@Override
	public int compareTo(DivisionCode other) {
		return value.compareTo(other.value);
	}

	@Override
	public String toString() {
		return value;
	}

}
