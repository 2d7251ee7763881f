package cn.jinfu.production;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * Figures as people type them: what a column holds as 25.000000 goes into a field as 25.
 */
public final class Plain {

	private Plain() {
	}

	public static @Nullable BigDecimal orNull(@Nullable BigDecimal value) {
		return (value != null) ? of(value) : null;
	}

	public static BigDecimal of(BigDecimal value) {
		var bare = value.stripTrailingZeros();
		return (bare.scale() < 0) ? bare.setScale(0) : bare;
	}

}
