package cn.jinfu.traceability.lot;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.traceability.lot.TraceLot.Hold;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What a confirmed laboratory result does to lots. */
@Component
@RequiredArgsConstructor
@Transactional(propagation = Propagation.MANDATORY)
public class LotTests {

	private final TraceLots lots;

	private final LotChanges changes;

	private final PassingTests tests;

	private final LotGraph graph;

	private final BusinessClock clock;

	private final jakarta.persistence.EntityManager entities;

	public void requireOfPlanting(UUID lotId, UUID plantingId) {
		if (!plantingId.equals(lots.require(lotId).plantingId())) {
			throw new RuleBroken("trace.test.lot-of-another-planting").at("lotId");
		}
	}

	/**
	 * Holds every lot of the planting when the result failed: what grew beside the sample
	 * was treated as it was. Frees waiting ones for which a passing result now speaks.
	 * @param lotId the lot sampled, or null for the whole planting
	 */
	public void confirmed(UUID plantingId, @Nullable UUID lotId, boolean failed, String testNo) {
		// The result is read by SQL below, and this very transaction confirmed it.
		entities.flush();
		for (var lot : lots.lockOfPlanting(plantingId)) {
			if (failed && lot.status().actions().contains(LotStatus.Action.HOLD)) {
				changes.apply(lot, testNo, it -> it.hold(new Hold(HoldCause.TEST_FAILED, testNo), clock.now()));
			}
			else if (!failed && lot.status() == LotStatus.OPEN) {
				var passed = tests.speakingFor(lot);
				changes.apply(lot, testNo, it -> passed.ifPresent(day -> it.release(day, null, clock.now())));
			}
			else {
				changes.touched(lot.id());
			}
		}
		downstream(plantingId, failed, testNo);
	}

	/** What was made of them together with lots of other plantings. */
	private void downstream(UUID plantingId, boolean failed, String testNo) {
		entities.flush();
		for (var lot : lots.lockAll(graph.forward(List.of(plantingId)))) {
			if (lot.plantingId() != null) {
				continue;
			}
			if (!failed && lot.status() == LotStatus.OPEN) {
				var passed = tests.speakingFor(lot);
				changes.apply(lot, testNo, it -> passed.ifPresent(day -> it.release(day, null, clock.now())));
			}
			else if (!failed) {
				changes.touched(lot.id());
			}
			else if (lot.status().actions().contains(LotStatus.Action.HOLD)) {
				changes.apply(lot, testNo, it -> it.hold(new Hold(HoldCause.TEST_FAILED, testNo), clock.now()));
			}
		}
	}

}
