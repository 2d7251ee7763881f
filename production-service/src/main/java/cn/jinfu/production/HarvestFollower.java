package cn.jinfu.production;

import java.util.UUID;

/**
 * Port for what must stand in the transaction of the harvest itself: the lot that carries
 * the code is opened with it, and stopped with it when a late entry breaks it. All beans
 * of this type are called; a failure undoes the harvest.
 */
public interface HarvestFollower {

	void recorded(HarvestRecorded harvest);

	void marked(HarvestMarked harvest);

	/** Something was recorded, struck out or said of the planting's field. */
	void fieldChanged(UUID plantingId);

}
