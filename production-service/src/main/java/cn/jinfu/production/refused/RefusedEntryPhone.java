package cn.jinfu.production.refused;

import java.util.List;

import cn.jinfu.kernel.PortalContribution;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalEntry.Place;
import org.springframework.stereotype.Component;

/** Where the farm finds what was refused. */
@Component
class RefusedEntryPhone implements PortalContribution {

	@Override
	public List<PortalEntry> entries() {
		return List
			.of(new PortalEntry(Place.MINE, 63, "production.portal.refused", "alert", "/portal/refused-entries"));
	}

}
