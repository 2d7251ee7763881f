package cn.jinfu.production.operation;

import cn.jinfu.production.PlantingRecords.Work;

/** 打药, 施肥, 浇水, 播种移栽, 整枝, 除草, 整地, 巡查, 检测, 别的; 采收 is a harvest of its own. */
public enum OperationKind {

	SPRAY("spray"), FERTILISE("seedling"), IRRIGATE("droplet"), SOW("plant"), PRUNE("scissors"), WEED("hand"),
	TILL("box"), SCOUT("search"), TEST("flask"), OTHER("dots");

	private final String icon;

	OperationKind(String icon) {
		this.icon = icon;
	}

	/** What it is for whoever reads the record. */
	Work work() {
		return switch (this) {
			case SPRAY -> Work.SPRAYING;
			case FERTILISE -> Work.FERTILISING;
			default -> Work.OTHER;
		};
	}

	/** An id of the icon sprite, for the phone's buttons. */
	public String icon() {
		return icon;
	}

}
