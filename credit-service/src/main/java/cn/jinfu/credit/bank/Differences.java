package cn.jinfu.credit.bank;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import cn.jinfu.kernel.Refusal.WrongState;
import org.jspecify.annotations.Nullable;

/** In which fields a repeated report differs from the first one. */
final class Differences {

	private final List<String> fields = new ArrayList<>();

	private Differences() {
	}

	static Differences none() {
		return new Differences();
	}

	Differences compare(String field, @Nullable Object first, @Nullable Object second) {
		var same = (first instanceof BigDecimal a && second instanceof BigDecimal b) ? a.compareTo(b) == 0
				: Objects.equals(first, second);
		if (!same) {
			fields.add(field);
		}
		return this;
	}

	/**
	 * @throws WrongState naming the fields, when there are any
	 */
	void orElseThrow(String code) {
		if (!fields.isEmpty()) {
			throw new WrongState(code, new ReportFields(fields));
		}
	}

}
