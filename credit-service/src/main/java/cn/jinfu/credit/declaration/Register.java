package cn.jinfu.credit.declaration;

import java.util.List;

/**
 * Where staff look something up about a farm; the constant is the code of the indicator
 * or knock-out that it feeds. Categories from worst to best.
 */
public enum Register {

	/** 公共信用：行政处罚. */
	B504("MINOR", "NONE"),
	/** 诉讼. */
	B505("OPEN_DEFENDANT", "CLOSED", "NONE"),
	/** 会员义务：会费、年报. */
	B506("POOR", "OK", "EXCELLENT"),
	/** 失信被执行人名单. */
	K01("HIT", "NONE"),
	/** 严重违法名单：食品安全、安全生产、生态环境. */
	K03("HIT", "NONE");

	private final List<String> categories;

	Register(String... categories) {
		this.categories = List.of(categories);
	}

	public List<String> categories() {
		return categories;
	}

}
