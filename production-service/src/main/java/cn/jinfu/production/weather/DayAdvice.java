package cn.jinfu.production.weather;

import java.time.LocalDate;
import java.util.List;

/**
 * What is advised for one day in one township.
 *
 * @param parts those that are not over yet, in their order; may be empty
 */
public record DayAdvice(String township, String townshipName, WeatherWork work, LocalDate day, List<Advice> parts) {

	/**
	 * Allowed when it is in one of the parts; a refusal only where nothing is left
	 * unknown.
	 */
	public WeatherVerdict verdict() {
		for (var best : List.of(WeatherVerdict.ALLOWED, WeatherVerdict.UNKNOWN, WeatherVerdict.WAIT)) {
			if (parts.stream().anyMatch(it -> it.verdict() == best)) {
				return best;
			}
		}
		return parts.isEmpty() ? WeatherVerdict.UNKNOWN : WeatherVerdict.NO;
	}

	/** Whether nobody decided limits for this work. */
	public boolean undecided() {
		return !parts.isEmpty() && parts.stream().allMatch(Advice::undecided);
	}

}
