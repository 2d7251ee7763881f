package cn.jinfu.production.weather;

import java.time.Instant;
import java.time.LocalDate;

import cn.jinfu.kernel.BusinessClock;

/** 上午, 下午, 夜里: three parts that follow one another without a gap. */
public enum DayPart {

	MORNING(6, 6), AFTERNOON(12, 6), NIGHT(18, 12);

	private final int fromHour;

	private final int hours;

	DayPart(int fromHour, int hours) {
		this.fromHour = fromHour;
		this.hours = hours;
	}

	/** When it begins; the night is that of the evening. */
	Instant from(LocalDate day) {
		return day.atTime(fromHour, 0).atZone(BusinessClock.ZONE).toInstant();
	}

	/** The first moment after it. */
	Instant to(LocalDate day) {
		return from(day).plusSeconds(hours * 3600L);
	}

}
