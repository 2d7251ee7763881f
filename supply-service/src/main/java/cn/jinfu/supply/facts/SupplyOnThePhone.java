package cn.jinfu.supply.facts;

import java.util.List;

import cn.jinfu.kernel.PortalContribution;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalEntry.Place;

import org.springframework.stereotype.Component;

/** What the farm's phone leads to in supply. */
@Component
class SupplyOnThePhone implements PortalContribution {

	@Override
	public List<PortalEntry> entries() {
		return List.of(new PortalEntry(Place.MINE, 5, "supply.portal.field-sale", "hand", "/portal/field-sales/new"),
				new PortalEntry(Place.MINE, 60, "supply.portal.orders", "truck", "/portal/orders"),
				new PortalEntry(Place.MINE, 61, "supply.portal.field-sales", "list", "/portal/field-sales"),
				new PortalEntry(Place.MINE, 62, "supply.portal.products", "package", "/portal/products"),
				new PortalEntry(Place.MINE, 63, "supply.portal.inputs", "store", "/portal/inputs"),
				new PortalEntry(Place.MINE, 69, "supply.portal.blends", "package", "/portal/blend-orders"));
	}

}
