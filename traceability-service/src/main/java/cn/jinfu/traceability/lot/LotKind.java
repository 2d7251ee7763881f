package cn.jinfu.traceability.lot;

/** How a lot came about: 采收, 合并, 拆分, 包装, 加工, 收货. */
public enum LotKind {

	HARVEST, MIXED, SPLIT, PACKED, PROCESSED, RECEIVED

}
