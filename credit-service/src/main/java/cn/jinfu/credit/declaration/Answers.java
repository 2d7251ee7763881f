package cn.jinfu.credit.declaration;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import org.jspecify.annotations.Nullable;

/**
 * What a farm answers, as it is asked. Amounts in 万元, shares in percent; sales and output
 * of the year declared for, {@code planPercent} of this year's plan against the mean of
 * three years.
 */
@Embeddable
public record Answers(BigDecimal facilitiesWan, LocalDate landUntil, int insuredPercent,
		@Enumerated(EnumType.STRING) Equipment equipment, int trainingHours, BigDecimal salesWan,
		BigDecimal salesBeforeWan, @Enumerated(EnumType.STRING) Profit profit, int yearsRunning, int outputPercent,
		int planPercent, @Enumerated(EnumType.STRING) Honour honour, int households, BigDecimal debtsWan,
		@Enumerated(EnumType.STRING) InputCredit inputCredit) {

	private static final BigDecimal HUNDRED = new BigDecimal("100");

	/** Devices that report by themselves. */
	public enum Equipment {

		NONE, SOME, ALL_MAIN_PLOTS

	}

	/** How the last three years ended. */
	public enum Profit {

		LOSS_TWO_YEARS, LOSS_ONE_YEAR, PROFIT_THREE_YEARS, PROFIT_AND_MARGIN_20

	}

	/** 示范称号. */
	public enum Honour {

		NONE, COUNTY, CITY, PROVINCE, NATION

	}

	/** 农资赊欠. */
	public enum InputCredit {

		NONE, UP_TO_60_DAYS, OVER_60_DAYS

	}

	/** One fact of the card that follows; either a number or a category. */
	record Line(String code, @Nullable BigDecimal number, @Nullable String category) {
	}

	/**
	 * As the card's indicators want them. Growth and debt are left out when there were no
	 * sales to compare with.
	 */
	List<Line> facts(LocalDate on) {
		var lines = new ArrayList<Line>();
		number(lines, "C102", facilitiesWan);
		number(lines, "C103", BigDecimal.valueOf(planPercent, 2));
		number(lines, "C104", BigDecimal.valueOf(Math.max(0, ChronoUnit.MONTHS.between(on, landUntil))));
		number(lines, "C106", BigDecimal.valueOf(insuredPercent));
		lines.add(new Line("T204", null, equipment.name()));
		number(lines, "T205", BigDecimal.valueOf(trainingHours));
		if (salesBeforeWan.signum() > 0) {
			number(lines, "H301",
					salesWan.subtract(salesBeforeWan)
						.multiply(HUNDRED)
						.divide(salesBeforeWan, 2, RoundingMode.HALF_UP));
		}
		lines.add(new Line("H302", null, profit.name()));
		number(lines, "H303", BigDecimal.valueOf(yearsRunning));
		number(lines, "H304", BigDecimal.valueOf(outputPercent));
		lines.add(new Line("H305", null, honour.name()));
		number(lines, "H306", BigDecimal.valueOf(households));
		lines.add(new Line("B502", null, inputCredit.name()));
		if (salesWan.signum() > 0) {
			number(lines, "B503", debtsWan.divide(salesWan, 4, RoundingMode.HALF_UP));
		}
		return List.copyOf(lines);
	}

	private static void number(List<Line> lines, String code, BigDecimal value) {
		lines.add(new Line(code, value, null));
	}

}
