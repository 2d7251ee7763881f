package cn.jinfu.traceability.flow;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.traceability.lot.LotFlows;
import cn.jinfu.traceability.lot.LotKind;
import cn.jinfu.traceability.lot.TraceLot;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Handing goods over, and answering. Each side sees only its own. */
@Service
@Transactional
@RequiredArgsConstructor
public class HandOverCommands {

	static final String TYPE = "HandOver";

	/** How a hand-over went on, for followers in the same transaction. */
	public record HandOverMoved(UUID id, String number, String status, UUID fromId, UUID toId, UUID lotId,
			@Nullable UUID receivedLot, BigDecimal kg) {
	}

	private final HandOvers handOvers;

	private final LotFlows flows;

	private final MemberDirectory members;

	private final StatusHistory history;

	private final Numbers numbers;

	private final BusinessClock clock;

	private final EntityManager entities;

	private final ApplicationEventPublisher events;

	/** In packages, with their labels if there are any. */
	@PreAuthorize("hasAuthority('trace:hand-over:send')")
	public UUID send(UUID memberId, UUID lotId, UUID to, BigDecimal kg) {
		return send(memberId, lotId, to, kg, false);
	}

	/**
	 * Only what may be sold: a lot held in the meantime stays where it is.
	 * @param bulk loose: the receiver labels it, out of the quota of the fields it grew
	 * on
	 */
	@PreAuthorize("hasAuthority('trace:hand-over:send')")
	public UUID send(UUID memberId, UUID lotId, UUID to, BigDecimal kg, boolean bulk) {
		members.requireActive(memberId);
		members.requireActive(to);
		var lot = flows.lock(List.of(lotId)).getFirst();
		if (!lot.memberId().equals(memberId)) {
			throw new NotFound("trace.lot.not-found", lotId);
		}
		var handOver = HandOver.send(numbers.next("hand_over", "JJ-%06d"), lotId, memberId, to, kg, bulk,
				Actor.current(), clock.now());
		flows.send(lot, kg, handOver.id(), bulk);
		saved(handOver, null);
		return handOver.id();
	}

	/**
	 * What came is recorded even when the lot was held on the way: the receiver's lot is
	 * then held as well.
	 */
	@PreAuthorize("hasAuthority('trace:hand-over:answer')")
	public UUID confirm(UUID memberId, UUID id, BigDecimal kg, long version) {
		var handOver = received(memberId, id, version);
		handOver.requireConfirmable(kg, Actor.current());
		var receiver = members.require(memberId);
		var source = flows.lock(List.of(handOver.lotId())).getFirst();
		var before = handOver.status();
		var birth = new TraceLot.Birth(LotKind.RECEIVED, handOver.id(), memberId, receiver.name(),
				receiver.divisionCode(), source.cropName(), source.grade(), kg, List.of(source));
		var lot = flows.make(birth, List.of(handOver.kg()));
		entities.flush();
		handOver.confirm(lot.id(), kg, Actor.current(), clock.now());
		saved(handOver, before);
		return lot.id();
	}

	@PreAuthorize("hasAuthority('trace:hand-over:answer')")
	public void object(UUID memberId, UUID id, String reason, long version) {
		var handOver = received(memberId, id, version);
		var before = handOver.status();
		handOver.object(reason, Actor.current(), clock.now());
		flows.sendBack(handOver.lotId(), handOver.kg(), handOver.id(), handOver.bulk());
		saved(handOver, before);
	}

	/** By the sender, before the other has answered. */
	@PreAuthorize("hasAuthority('trace:hand-over:send')")
	public void withdraw(UUID memberId, UUID id, String reason, long version) {
		var handOver = handOvers.lock(id)
			.filter(it -> it.fromId().equals(memberId))
			.orElseThrow(() -> new NotFound("trace.hand-over.not-found", id))
			.seenAt(version);
		var before = handOver.status();
		handOver.withdraw(reason, Actor.current(), clock.now());
		flows.sendBack(handOver.lotId(), handOver.kg(), handOver.id(), handOver.bulk());
		saved(handOver, before);
	}

	private HandOver received(UUID memberId, UUID id, long version) {
		return handOvers.lock(id)
			.filter(it -> it.toId().equals(memberId))
			.orElseThrow(() -> new NotFound("trace.hand-over.not-found", id))
			.seenAt(version);
	}

	private void saved(HandOver handOver, HandOver.@Nullable HandOverStatus before) {
		handOvers.save(handOver);
		entities.flush();
		history.record(TYPE, handOver.id(), before, handOver.status(), handOver.reason());
		events.publishEvent(new HandOverMoved(handOver.id(), handOver.number(), handOver.status().name(),
				handOver.fromId(), handOver.toId(), handOver.lotId(), handOver.receivedLot(), handOver.kg()));
	}

}
