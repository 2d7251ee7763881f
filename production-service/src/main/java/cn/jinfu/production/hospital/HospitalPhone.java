package cn.jinfu.production.hospital;

import java.util.List;

import cn.jinfu.kernel.PortalContribution;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalEntry.Place;
import org.springframework.stereotype.Component;

/** What the farm's phone leads to in the crop hospital. */
@Component
class HospitalPhone implements PortalContribution {

	@Override
	public List<PortalEntry> entries() {
		return List.of(new PortalEntry(Place.MINE, 62, "production.portal.consults", "message", "/portal/consults"),
				new PortalEntry(Place.MINE, 63, "production.portal.pests", "search", "/portal/pests"));
	}

}
