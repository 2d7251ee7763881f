package cn.jinfu.traceability.brand;

import java.util.List;

import cn.jinfu.kernel.PortalContribution;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalEntry.Place;

import org.springframework.stereotype.Component;

/** The farm's ways to its labels, its quota and its licence. */
@Component
class BrandOnThePhone implements PortalContribution {

	@Override
	public List<PortalEntry> entries() {
		return List.of(new PortalEntry(Place.MINE, 61, "brand.portal.labels", "qrcode", "/portal/labels"),
				new PortalEntry(Place.MINE, 62, "brand.portal.quotas", "chart", "/portal/label-quotas"),
				new PortalEntry(Place.MINE, 63, "brand.portal.licences", "award", "/portal/brand-licences"));
	}

}
