package cn.jinfu.supply.input;

/** How the clerk knew who stood there: 身份证 read or typed, or the farm's own code. */
public enum IdMethod {

	ID_CARD, FARM_CODE

}
