package cn.jinfu.production.soil;

import java.util.List;

import cn.jinfu.kernel.PortalContribution;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalEntry.Place;
import org.springframework.stereotype.Component;

/** What the farm's phone leads to of its soil. */
@Component
class SoilPhone implements PortalContribution {

	@Override
	public List<PortalEntry> entries() {
		return List.of(new PortalEntry(Place.MINE, 68, "production.portal.soil", "seedling", "/portal/soil-samples"));
	}

}
