package cn.jinfu.credit.schedule;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;

/**
 * Interest day by day on the balance at the close of the day (随借随还): the day of a draw
 * earns, the day of a repayment does not. What is booked each day is the rounded sum so
 * far less what was booked before, so that the fen never drift.
 */
public final class DailyAccrual {

	/**
	 * @param exact of this day alone, not rounded
	 * @param posted what the books take for this day
	 */
	public record Day(LocalDate on, BigDecimal balance, BigDecimal ratePercent, BigDecimal exact, BigDecimal posted) {
	}

	private DailyAccrual() {
	}

	/**
	 * @param movements of the principal by day: draws above zero, repayments below
	 * @param rates yearly percent from that day on; the first not after the first draw
	 * @param end the first day that earns nothing more
	 */
	public static List<Day> of(NavigableMap<LocalDate, BigDecimal> movements, NavigableMap<LocalDate, BigDecimal> rates,
			DayCount basis, LocalDate end) {
		var days = new ArrayList<Day>();
		var balance = BigDecimal.ZERO;
		var exact = BigDecimal.ZERO;
		var posted = BigDecimal.ZERO.setScale(2);
		for (var day = movements.firstKey(); day.isBefore(end); day = day.plusDays(1)) {
			balance = balance.add(movements.getOrDefault(day, BigDecimal.ZERO));
			var rate = Objects.requireNonNull(rates.floorEntry(day)).getValue();
			var today = basis.interest(balance, rate, day, day.plusDays(1));
			exact = exact.add(today, DayCount.EXACT);
			var booked = exact.setScale(2, RoundingMode.HALF_UP).subtract(posted);
			posted = posted.add(booked);
			days.add(new Day(day, balance, rate, today, booked));
		}
		return List.copyOf(days);
	}

	/** What was booked altogether. */
	public static BigDecimal posted(List<Day> days) {
		return days.stream().map(Day::posted).reduce(BigDecimal.ZERO, BigDecimal::add);
	}

}
