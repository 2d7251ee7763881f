package cn.jinfu.kernel.web;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * How figures and times are written on pages, as {@code fmt} in templates. Nothing is
 * shown as a dash, never as 0.
 */
@Component
@RequiredArgsConstructor
public class Formats {

	private static final String NONE = "\u2014";

	private static final BigDecimal MU_PER_HECTARE = BigDecimal.valueOf(15);

	private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

	private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("MM-dd HH:mm");

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

	/**
	 * @param tone a class of {@code .due}: late, soon or empty
	 */
	public record Due(String text, String tone) {
	}

	private final MessageSource messages;

	private final BusinessClock clock;

	private final WorkingDays workingDays;

	/** ¥1,234.56. */
	public String money(@Nullable Money amount) {
		return (amount == null) ? NONE : yuan(amount.yuan());
	}

	/** ¥1,234.56. */
	public String yuan(@Nullable BigDecimal amount) {
		if (amount == null) {
			return NONE;
		}
		return ((amount.signum() < 0) ? "\u2212\u00a5" : "\u00a5") + number(amount.abs(), 2);
	}

	/** Grouped by thousands, with exactly these decimals. */
	public String number(@Nullable Number value, int scale) {
		if (value == null) {
			return NONE;
		}
		var pattern = new DecimalFormat("#,##0" + ((scale > 0) ? "." + "0".repeat(scale) : ""),
				DecimalFormatSymbols.getInstance(Locale.ROOT));
		pattern.setRoundingMode(RoundingMode.HALF_UP);
		return pattern.format(value);
	}

	/** More or less by so much, with its sign; nothing at all as 0. */
	public String change(Number by) {
		var plain = new BigDecimal(by.toString()).stripTrailingZeros();
		var digits = number(plain.abs(), Math.max(plain.scale(), 0));
		return (plain.signum() == 0) ? "0" : ((plain.signum() < 0) ? "\u2212" : "+") + digits;
	}

	/** A quantity with its unit, at most three decimals, no idle zeros. */
	public String quantity(@Nullable BigDecimal value, String unit) {
		if (value == null) {
			return NONE;
		}
		var scale = Math.clamp(value.stripTrailingZeros().scale(), 0, 3);
		return number(value, scale) + " " + unit;
	}

	/** An area in mu, two decimals, with its unit. */
	public String area(@Nullable BigDecimal mu) {
		return (mu == null) ? NONE : say("fmt.mu", number(mu, 2));
	}

	/** The same in hectares, for hovering. */
	public String hectares(@Nullable BigDecimal mu) {
		return (mu == null) ? "" : say("fmt.hectares", number(mu.divide(MU_PER_HECTARE, 4, RoundingMode.HALF_UP), 2));
	}

	/** A share such as 0.273 as 27.3%. */
	public String percent(@Nullable BigDecimal share) {
		return (share == null) ? NONE : number(share.movePointRight(2), 1) + "%";
	}

	public String date(@Nullable LocalDate day) {
		return (day == null) ? NONE : day.toString();
	}

	/** The business date of an instant. */
	public String day(@Nullable Instant at) {
		return (at == null) ? NONE : date(at.atZone(BusinessClock.ZONE).toLocalDate());
	}

	/** 2026-11-22 10:36, in Asia/Shanghai. */
	public String dateTime(@Nullable Instant at) {
		return (at == null) ? NONE : MINUTE.format(at.atZone(BusinessClock.ZONE));
	}

	/** 11-22 10:36, where the year goes without saying. */
	public String shortTime(@Nullable Instant at) {
		return (at == null) ? NONE : SHORT.format(at.atZone(BusinessClock.ZONE));
	}

	/** A day as farmers say it: month, day and day of the week. */
	public String farmerDate(@Nullable LocalDate day) {
		if (day == null) {
			return NONE;
		}
		var locale = LocaleContextHolder.getLocale();
		return say("fmt.farmer-date", day.getMonthValue(), day.getDayOfMonth(),
				day.getDayOfWeek().getDisplayName(TextStyle.SHORT, locale),
				day.getMonth().getDisplayName(TextStyle.SHORT, locale));
	}

	/** 2026-11-22 and its day of the week in full. */
	public String weekday(LocalDate day) {
		return day + " " + day.getDayOfWeek().getDisplayName(TextStyle.FULL, LocaleContextHolder.getLocale());
	}

	/** Month and day only, as farmers say it. */
	public String monthDay(@Nullable LocalDate day) {
		return (day == null) ? NONE : say("fmt.month-day", day.getMonthValue(), day.getDayOfMonth(),
				day.getMonth().getDisplayName(TextStyle.SHORT, LocaleContextHolder.getLocale()));
	}

	/** The two largest units: days and hours, or hours and minutes. */
	public String duration(@Nullable Duration time) {
		if (time == null) {
			return NONE;
		}
		if (time.toDays() > 0) {
			return (time.toHoursPart() > 0) ? say("fmt.days-hours", time.toDays(), time.toHoursPart())
					: say("fmt.days", time.toDays());
		}
		if (time.toHours() > 0) {
			return (time.toMinutesPart() > 0) ? say("fmt.hours-minutes", time.toHours(), time.toMinutesPart())
					: say("fmt.hours", time.toHours());
		}
		return say("fmt.minutes", time.toMinutes());
	}

	/**
	 * How long what came in then may take, in working days: 5 个工作日，至 2026-10-12.
	 */
	public String within(@Nullable Instant since, int days) {
		return (since == null) ? NONE
				: workingDays.sentence(workingDays.deadline(since.atZone(BusinessClock.ZONE).toLocalDate(), days));
	}

	/** A day that is a deadline, as seen from today. */
	public Due dueOn(@Nullable LocalDate day) {
		return due((day == null) ? null : BusinessClock.endOf(day));
	}

	/**
	 * A deadline as seen from now: the working days that are left and the day, so that
	 * nobody has to count.
	 */
	public Due due(@Nullable Instant at) {
		if (at == null) {
			return new Due(NONE, "");
		}
		var now = clock.now();
		var local = at.atZone(BusinessClock.ZONE);
		var day = local.toLocalDate();
		if (at.isBefore(now)) {
			return new Due(say("fmt.due.late", coarse(Duration.between(at, now)), date(day)), "late");
		}
		var days = ChronoUnit.DAYS.between(clock.today(), day);
		if (days == 0) {
			return new Due(say("fmt.due.today", TIME.format(local)), "soon");
		}
		if (days == 1) {
			return new Due(say("fmt.due.tomorrow", date(day)), "soon");
		}
		var left = workingDays.between(clock.today(), day);
		return new Due((left > 0) ? workingDays.sentence(new WorkingDays.Deadline(left, day, true))
				: say("fmt.due.days", days, date(day)), "");
	}

	private String coarse(Duration time) {
		if (time.toDays() > 0) {
			return say("fmt.days", time.toDays());
		}
		return (time.toHours() > 0) ? say("fmt.hours", time.toHours()) : say("fmt.minutes", time.toMinutes());
	}

	private String say(String key, Object... args) {
		return messages.getMessage(key, args, LocaleContextHolder.getLocale());
	}

}
