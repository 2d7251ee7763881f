package cn.jinfu.credit.rating;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/** Farms by the area they operate, from the lower edge named (亩). */
public enum FarmSize {

	UNKNOWN(BigDecimal.ZERO), UNDER_30(BigDecimal.ZERO), FROM_30(new BigDecimal("30")), FROM_100(new BigDecimal("100")),
	FROM_500(new BigDecimal("500"));

	private final BigDecimal from;

	FarmSize(BigDecimal from) {
		this.from = from;
	}

	static FarmSize of(@Nullable BigDecimal mu) {
		var size = UNKNOWN;
		if (mu != null) {
			for (var it : values()) {
				size = (it != UNKNOWN && mu.compareTo(it.from) >= 0) ? it : size;
			}
		}
		return size;
	}

}
