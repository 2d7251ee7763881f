package cn.jinfu.production.planting;

import java.time.LocalDate;

/** 春, 夏, 秋, 冬; YEAR for what stands all year (orchards, asparagus). */
public enum SeasonPart {

	SPRING, SUMMER, AUTUMN, WINTER, YEAR;

	/** By months: March to May is spring. */
	static SeasonPart of(LocalDate day) {
		return switch (day.getMonth()) {
			case MARCH, APRIL, MAY -> SPRING;
			case JUNE, JULY, AUGUST -> SUMMER;
			case SEPTEMBER, OCTOBER, NOVEMBER -> AUTUMN;
			case DECEMBER, JANUARY, FEBRUARY -> WINTER;
		};
	}

}
