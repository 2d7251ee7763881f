package cn.jinfu.traceability.overview;

import java.util.List;
import java.util.Optional;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.PortalCard;
import cn.jinfu.kernel.PortalContribution;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalEntry.Place;
import cn.jinfu.kernel.Scope;
import cn.jinfu.traceability.lot.LotQueries;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Selling and printing codes: one of the farm's three big tasks. */
@Component
@RequiredArgsConstructor
class TraceOnThePhone implements PortalContribution, PortalCard {

	private static final int LINES = 3;

	private final LotQueries lots;

	@Override
	public List<PortalEntry> entries() {
		return List.of(new PortalEntry(Place.TASK, 20, "trace.portal.sell", "qrcode", "/portal/lots"),
				new PortalEntry(Place.MINE, 60, "trace.portal.lots", "box", "/portal/lots"),
				new PortalEntry(Place.MINE, 61, "trace.portal.hand-overs", "truck", "/portal/hand-overs"),
				new PortalEntry(Place.MINE, 63, "trace.box", "package", "/portal/boxes"),
				new PortalEntry(Place.MINE, 62, "trace.portal.recalls", "alert", "/portal/recall-notices"));
	}

	@Override
	public int order() {
		return 200;
	}

	/** The latest lots, each with where it stands. */
	@Override
	public Optional<Content> content(Actor actor) {
		if (actor.scope().kind() != Scope.Kind.MEMBER || !actor.may("trace:lot:view")) {
			return Optional.empty();
		}
		var latest = lots.list(LotQueries.Filter.ofMember(actor.memberId(), LINES)).items();
		return latest.isEmpty() ? Optional.empty()
				: Optional.of(new Content("traceability/portal/card :: lots", latest));
	}

}
