package cn.jinfu.member;

/**
 * Digital services whose use counts for the roll-out figures; one use is one fact in some
 * module.
 */
public enum ServiceKind {

	PRODUCTION_RECORD, FIELD_SERVICE, DEVICE, INPUT_PURCHASE, PACKAGING_RETURN, PRODUCT_SALE, TRACEABILITY,
	RESIDUE_TEST, BRAND, RATING, FINANCING, INSURANCE, TRAINING

}
