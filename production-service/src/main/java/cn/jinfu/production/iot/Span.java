package cn.jinfu.production.iot;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import cn.jinfu.kernel.BusinessClock;
import org.jspecify.annotations.Nullable;

/** How much of a curve is asked for: a word, or two days. */
enum Span {

	DAY(1), WEEK(7), MONTH(30), SEASON(120), YEAR(365),
	/** From the sowing of what stands there; a day where nothing does. */
	PLANTING(1);

	/** Those that need no planting. */
	static final List<Span> ANYWHERE = List.of(DAY, WEEK, MONTH, SEASON, YEAR);

	private final int days;

	Span(int days) {
		this.days = days;
	}

	Instant before(Instant to) {
		return to.minus(Duration.ofDays(days));
	}

	/** From the start of one day to the end of another, or the span up to now. */
	static Instant[] of(@Nullable Span span, @Nullable LocalDate from, @Nullable LocalDate to, Instant now) {
		if (from != null && to != null && !to.isBefore(from)) {
			return new Instant[] { from.atStartOfDay(BusinessClock.ZONE).toInstant(),
					to.plusDays(1).atStartOfDay(BusinessClock.ZONE).toInstant() };
		}
		return new Instant[] { ((span != null) ? span : DAY).before(now), now };
	}

}
