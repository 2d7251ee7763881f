package cn.jinfu.production.fieldcase;

/** 已指导, 已销毁, 移交执法, 记录已更正. */
public enum CaseConclusion {

	ADVISED, DESTROYED, REFERRED,
	/** What it was about was struck out or put right; said by the system only. */
	CORRECTED;

	/** Advice is no answer to a banned product, and nobody destroys a purchase. */
	public boolean fits(CaseKind kind) {
		return switch (this) {
			case ADVISED -> kind != CaseKind.BANNED_USE;
			case DESTROYED -> kind != CaseKind.OUTSIDE_PURCHASE;
			case REFERRED -> true;
			case CORRECTED -> false;
		};
	}

}
