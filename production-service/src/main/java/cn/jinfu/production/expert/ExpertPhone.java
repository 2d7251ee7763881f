package cn.jinfu.production.expert;

import java.util.List;

import cn.jinfu.kernel.PortalContribution;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalEntry.Place;
import org.springframework.stereotype.Component;

/** What the farm's phone leads to of the experts. */
@Component
class ExpertPhone implements PortalContribution {

	@Override
	public List<PortalEntry> entries() {
		return List.of(new PortalEntry(Place.MINE, 63, "production.portal.experts", "hand", "/portal/expert-teams"),
				new PortalEntry(Place.MINE, 63, "production.portal.solutions", "file", "/portal/expert-solutions"));
	}

}
