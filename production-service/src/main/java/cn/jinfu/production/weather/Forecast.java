package cn.jinfu.production.weather;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.production.operation.Weather;
import org.jspecify.annotations.Nullable;

/**
 * What was forecast for one part of one day in one township.
 *
 * @param division nine digits of the township
 * @param rainMm of the whole part
 * @param windMs null where only the force was told
 * @param windLevel force 0 to 17; null where only the speed was told
 * @param warningText null exactly where there is no warning
 * @param byName who entered or sent it
 */
public record Forecast(UUID id, String division, LocalDate day, DayPart part, @Nullable Weather sky, BigDecimal rainMm,
		@Nullable BigDecimal windMs, @Nullable Integer windLevel, BigDecimal tempMin, BigDecimal tempMax,
		WeatherWarning warning, @Nullable String warningText, String source, Instant issuedAt, String byName,
		boolean demo) {

	/** In m/s; by the force alone, the most that it means. */
	public BigDecimal wind() {
		return (windMs != null) ? windMs : WindScale.most(Objects.requireNonNull(windLevel));
	}

	Instant from() {
		return part.from(day);
	}

	Instant to() {
		return part.to(day);
	}

}
