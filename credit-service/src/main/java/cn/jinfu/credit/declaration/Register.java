package cn.jinfu.credit.declaration;

import java.util.List;

/**
 * Where staff look something up about a farm; the constant is the code of the indicator
 * that it feeds. Categories from worst to best.
 */
public enum Register {

	/** 公共信用：行政处罚. */
	B504("MINOR", "NONE"),
	/** 诉讼. */
	B505("OPEN_DEFENDANT", "CLOSED", "NONE"),
	/** 会员义务：会费、年报. */
	B506("POOR", "OK", "EXCELLENT");

	private final List<String> categories;

	Register(String... categories) {
		this.categories = List.of(categories);
	}

	public List<String> categories() {
		return categories;
	}

}
