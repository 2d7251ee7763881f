package cn.jinfu.production.operation;

/** 播种移栽, 用药, 施肥, 灌溉, 整枝, 除草, 其他. */
public enum OperationKind {

	SPRAY, FERTILISE, IRRIGATE, SOW, PRUNE, WEED, OTHER

}
