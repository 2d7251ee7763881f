package cn.jinfu.production.transfer;

/** 流转入, 流转出. */
public enum Direction {

	IN, OUT

}
