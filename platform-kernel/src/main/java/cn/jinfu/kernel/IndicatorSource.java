package cn.jinfu.kernel;

import java.math.BigDecimal;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Figures for the workbench and the data centre, each opening to its rows. */
public interface IndicatorSource {

	/**
	 * @param key message key of its name; {@code <key>.unit} names its unit
	 * @param value null when nothing was measured yet
	 * @param scale decimals shown
	 * @param path the list behind it, filtered so that its rows add up to the value
	 * @param permission who may see it
	 */
	record Indicator(String key, Section section, @Nullable BigDecimal value, int scale, String path, String permission,
			int order) {
	}

	List<Indicator> indicators();

}
