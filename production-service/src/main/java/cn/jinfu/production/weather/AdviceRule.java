package cn.jinfu.production.weather;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * One limit. Rain, wind, heat and warnings speak at or above it, cold at or below it.
 *
 * @param no its place in the edition, from 1
 * @param bound mm, m/s or ℃; null for warnings
 * @param warning the least level that counts; null for everything else
 * @param withinH so many hours from the beginning of the work are looked at; 0 for the
 * part of the day in which it is done
 * @param verdict {@code WAIT} or {@code NO}
 */
public record AdviceRule(int no, WeatherWork work, WeatherMeasure measure, @Nullable BigDecimal bound,
		@Nullable WeatherWarning warning, int withinH, WeatherVerdict verdict, String sentence, String source) {
}
