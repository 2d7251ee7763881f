package cn.jinfu.production;

/** How a plot is farmed; the yield table tells open field and cover apart. */
public enum PlotKind {

	OPEN_FIELD, GREENHOUSE, ORCHARD, WATER, MUSHROOM_HOUSE

}
