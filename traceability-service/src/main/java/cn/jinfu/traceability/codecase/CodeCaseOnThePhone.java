package cn.jinfu.traceability.codecase;

import java.util.List;
import java.util.Optional;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.PortalCard;
import cn.jinfu.kernel.PortalContribution;
import cn.jinfu.kernel.PortalEntry;
import cn.jinfu.kernel.PortalEntry.Place;
import cn.jinfu.kernel.Scope;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** What a farm is asked about its codes stands above everything else that can wait. */
@Component
@RequiredArgsConstructor
class CodeCaseOnThePhone implements PortalContribution, PortalCard {

	private static final int LINES = 3;

	private final CodeCaseQueries queries;

	@Override
	public List<PortalEntry> entries() {
		return List.of(new PortalEntry(Place.MINE, 63, "trace.portal.code-cases", "alert", "/portal/code-cases"));
	}

	@Override
	public int order() {
		return 60;
	}

	@Override
	public Optional<Content> content(Actor actor) {
		if (actor.scope().kind() != Scope.Kind.MEMBER || !actor.may("trace:case:answer")) {
			return Optional.empty();
		}
		var asked = queries.toAnswer(actor.memberId(), LINES);
		return asked.isEmpty() ? Optional.empty()
				: Optional.of(new Content("traceability/codecase/portal-card :: asked", asked));
	}

}
