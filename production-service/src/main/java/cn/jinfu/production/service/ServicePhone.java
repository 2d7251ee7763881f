package cn.jinfu.production.service;

import java.util.List;

import cn.jinfu.kernel.PortalContribution;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalEntry.Place;
import org.springframework.stereotype.Component;

/** What the farm's phone leads to among the services. */
@Component
class ServicePhone implements PortalContribution {

	@Override
	public List<PortalEntry> entries() {
		return List.of(new PortalEntry(Place.MINE, 64, "production.portal.services", "hand", "/portal/services"),
				new PortalEntry(Place.MINE, 65, "production.portal.desk", "truck", "/portal/service-desk"),
				new PortalEntry(Place.MINE, 66, "production.portal.trusts", "file", "/portal/trust-contracts"),
				new PortalEntry(Place.MINE, 67, "production.portal.campaigns", "spray", "/portal/pest-campaigns"));
	}

}
