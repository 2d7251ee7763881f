package cn.jinfu.production;

/** Life of a planting: 计划, 生长中, 采收中, 已完成, 归档; or 取消, 绝收. */
public enum PlantingState {

	PLANNED, GROWING, HARVESTING, FINISHED, ARCHIVED, CANCELLED, FAILED;

	/** Whether it occupies its share of the plot. */
	public boolean active() {
		return this == PLANNED || this == GROWING || this == HARVESTING;
	}

}
