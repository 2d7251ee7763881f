package cn.jinfu.credit.rating;

/** The five sides from which a producer is looked at. */
public enum Dimension {

	CAPACITY, TECHNOLOGY, PERFORMANCE, ORDERS, STANDING

}
