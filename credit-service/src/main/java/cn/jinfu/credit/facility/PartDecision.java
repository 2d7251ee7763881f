package cn.jinfu.credit.facility;

import cn.jinfu.credit.outbox.BankOutbox;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.StatusHistory;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * A part of an umbrella agreed to or not, the same whoever says so: the bank itself, or a
 * person of the federation by the number of the bank's approval.
 */
@Component
@RequiredArgsConstructor
@Transactional(propagation = Propagation.MANDATORY)
class PartDecision {

	private final FacilityShares shares;

	private final FacilityBook book;

	private final BankOutbox outbox;

	private final StatusHistory history;

	private final BusinessClock clock;

	/**
	 * In force from now on, instead of the part that there was.
	 * @param umbrella whose lock the caller has
	 * @throws RuleBroken {@code credit.facility.share-above} beyond the umbrella,
	 * {@code credit.facility.share-used} when more than the part is in use already
	 */
	void approve(Facility umbrella, FacilityShare share, String document) {
		var actor = Actor.current();
		share.requireDecidable(actor.personId());
		if (umbrella.status() != FacilityStatus.ACTIVE && umbrella.status() != FacilityStatus.FROZEN) {
			throw new WrongState("credit.facility.not-in-force");
		}
		if (share.amount().compareTo(umbrella.amount()) > 0) {
			throw new RuleBroken("credit.facility.share-above", umbrella.amount().yuan());
		}
		var used = book.partUsed(share);
		if (used.compareTo(share.amount()) > 0) {
			throw new RuleBroken("credit.facility.share-used", used.yuan());
		}
		for (var former : shares.inForce(umbrella.id())) {
			if (former.about(share) && !former.id().equals(share.id())) {
				former.end();
				changed(umbrella, former, ShareStatus.IN_FORCE, null);
			}
		}
		share.approve(document, actor.personId(), actor.displayName(), clock.now());
		changed(umbrella, share, ShareStatus.PROPOSED, null);
	}

	void refuse(Facility umbrella, FacilityShare share, String reason) {
		var actor = Actor.current();
		share.refuse(reason, actor.personId(), actor.displayName(), clock.now());
		changed(umbrella, share, ShareStatus.PROPOSED, reason);
	}

	/** A new one: its bank is told that it waits. */
	void proposed(Facility umbrella, FacilityShare share) {
		changed(umbrella, share, null, null);
	}

	private void changed(Facility umbrella, FacilityShare share, @Nullable ShareStatus before,
			@Nullable String reason) {
		shares.saveAndFlush(share);
		history.record(FacilityShare.TYPE, share.id(), before, share.status(), reason);
		outbox.write(umbrella.bankId(), Facility.CHANGED, share.id().toString(), share.status());
	}

}
