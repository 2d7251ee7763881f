package cn.jinfu.supply.product;

/** 在售 or 已停售; a withdrawn product keeps its past. */
public enum ProductStatus {

	ACTIVE, WITHDRAWN

}
