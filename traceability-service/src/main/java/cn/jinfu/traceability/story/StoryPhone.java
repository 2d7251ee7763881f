package cn.jinfu.traceability.story;

import java.util.List;

import cn.jinfu.kernel.PortalContribution;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalEntry.Place;
import org.springframework.stereotype.Component;

/**
 * Leads a farm's phone to what it tells consumers; which permission it takes stands at
 * the pages.
 */
@Component
class StoryPhone implements PortalContribution {

	@Override
	public List<PortalEntry> entries() {
		return List.of(new PortalEntry(Place.MINE, 66, "trace.story.menu", "user", "/portal/stories"));
	}

}
