package cn.jinfu.production.fieldcase;

import java.util.List;

import cn.jinfu.kernel.PortalContribution;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalEntry.Place;
import org.springframework.stereotype.Component;

/** What the farm's phone leads to of its cases. */
@Component
class FieldCasePhone implements PortalContribution {

	@Override
	public List<PortalEntry> entries() {
		return List.of(new PortalEntry(Place.MINE, 62, "production.portal.field-cases", "file", "/portal/field-cases"));
	}

}
