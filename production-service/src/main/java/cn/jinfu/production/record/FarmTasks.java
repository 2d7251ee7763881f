package cn.jinfu.production.record;

import java.util.List;

import cn.jinfu.kernel.PortalContribution;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalEntry.Place;
import org.springframework.stereotype.Component;

/** What the farm's phone leads to in production. */
@Component
class FarmTasks implements PortalContribution {

	@Override
	public List<PortalEntry> entries() {
		return List.of(
				new PortalEntry(Place.TASK, 10, "production.portal.operation", "record", "/portal/operations/new"),
				new PortalEntry(Place.MINE, 10, "production.portal.harvest", "basket", "/portal/harvests/new"),
				new PortalEntry(Place.MINE, 20, "production.portal.plots", "map", "/portal/plots"),
				new PortalEntry(Place.MINE, 30, "production.portal.plantings", "seedling", "/portal/plantings"),
				new PortalEntry(Place.MINE, 40, "production.portal.operations", "history", "/portal/operations"),
				new PortalEntry(Place.MINE, 50, "production.portal.harvests", "box", "/portal/harvests"),
				new PortalEntry(Place.MINE, 60, "production.portal.holdings", "spray", "/portal/holdings"),
				new PortalEntry(Place.MINE, 70, "production.portal.sensors", "chart", "/portal/sensors"));
	}

}
