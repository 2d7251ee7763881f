package cn.jinfu.traceability.lot;

import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.Reach;
import cn.jinfu.traceability.lot.TraceLot.Hold;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What officers decide about a lot. */
@Service
@Transactional
@RequiredArgsConstructor
public class LotCommands {

	private final TraceLots lots;

	private final LotChanges changes;

	private final PassingTests tests;

	private final BusinessClock clock;

	private final org.springframework.context.ApplicationEventPublisher events;

	@PreAuthorize("hasAuthority('trace:lot:release')")
	public void release(UUID lotId, @Nullable String reason, long version) {
		var lot = reached(lotId, version);
		var passed = tests.speakingFor(lot).orElse(null);
		changes.apply(lot, reason, it -> it.release(passed, reason, clock.now()));
	}

	@PreAuthorize("hasAuthority('trace:lot:hold')")
	public void hold(UUID lotId, String reason, long version) {
		var lot = reached(lotId, version);
		requireReason(reason);
		changes.apply(lot, reason, it -> it.hold(new Hold(HoldCause.OFFICER, reason), clock.now()));
	}

	/** Goods already sold are called back; the certificate is void from now on. */
	@PreAuthorize("hasAuthority('trace:lot:recall')")
	public void recall(UUID lotId, String reason, long version) {
		var lot = reached(lotId, version);
		changes.apply(lot, reason, it -> it.recall(reason, clock.now()));
		events.publishEvent(new LotStopped(lotId, reason));
		changes.touched(lotId);
	}

	@PreAuthorize("hasAuthority('trace:lot:hold')")
	public void destroy(UUID lotId, String reason, long version) {
		var lot = reached(lotId, version);
		requireReason(reason);
		changes.destroy(lot, reason);
		events.publishEvent(new LotStopped(lotId, reason));
		changes.touched(lotId);
	}

	/**
	 * Inside this module and in the same transaction: what was promised on the lot ends.
	 */
	public record LotStopped(UUID lotId, String reason) {
	}

	/** Locked; what is out of this person's reach does not exist. */
	private TraceLot reached(UUID lotId, long version) {
		var lot = lots.requireLocked(lotId);
		if (!Reach.current().covers(lot.memberId(), lot.division())) {
			throw new NotFound("trace.lot.not-found", lotId);
		}
		return lot.seenAt(version);
	}

	private static void requireReason(String reason) {
		if (reason.isBlank()) {
			throw new RuleBroken("trace.lot.reason-missing").at("reason");
		}
	}

}
