package cn.jinfu.production.expert;

/** 一家农户, 一个乡镇, 全县. */
public enum Audience {

	MEMBER, TOWNSHIP, COUNTY

}
