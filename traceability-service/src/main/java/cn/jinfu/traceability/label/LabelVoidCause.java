package cn.jinfu.traceability.label;

/** Why labels are void: 打坏, 遗失, 被仿冒. */
public enum LabelVoidCause {

	SPOILT, LOST, COPIED;

	/**
	 * Whether the goods they stood for may be labelled anew; a copied label is still on
	 * its goods.
	 */
	boolean givesBack() {
		return this != COPIED;
	}

}
