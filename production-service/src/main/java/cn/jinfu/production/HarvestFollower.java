package cn.jinfu.production;

/**
 * Port for what must stand in the transaction of the harvest itself: the lot that carries
 * the code is opened with it, and stopped with it when a late entry breaks it. All beans
 * of this type are called; a failure undoes the harvest.
 */
public interface HarvestFollower {

	void recorded(HarvestRecorded harvest);

	void marked(HarvestMarked harvest);

}
