package cn.jinfu.production.service.provider;

import cn.jinfu.production.operation.OperationKind;

/** 耕整, 播种移栽, 打药, 施肥, 灌溉, 除草, 收割, 其他. */
public enum ServiceItem {

	TILL(OperationKind.TILL), SOW(OperationKind.SOW), SPRAY(OperationKind.SPRAY), FERTILISE(OperationKind.FERTILISE),
	IRRIGATE(OperationKind.IRRIGATE), WEED(OperationKind.WEED), HARVEST(OperationKind.OTHER),
	OTHER(OperationKind.OTHER);

	private final OperationKind work;

	ServiceItem(OperationKind work) {
		this.work = work;
	}

	/** As what it stands in the field record. */
	public OperationKind work() {
		return work;
	}

}
