package cn.jinfu.credit.application;

import java.util.List;

import cn.jinfu.kernel.PortalContribution;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalEntry.Place;

import org.springframework.stereotype.Component;

/** Where the farm's phone leads to this module. */
@Component
class CreditOnThePhone implements PortalContribution {

	@Override
	public List<PortalEntry> entries() {
		return List.of(new PortalEntry(Place.TASK, 30, "credit.portal.loan", "yuan", "/portal/loans"),
				new PortalEntry(Place.MINE, 30, "credit.portal.credit", "yuan", "/portal/credit"),
				new PortalEntry(Place.MINE, 31, "credit.portal.consents", "user", "/portal/loans/consents"));
	}

}
