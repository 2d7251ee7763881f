package cn.jinfu.traceability.flow;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.production.Reach;
import cn.jinfu.traceability.lot.LotFlows;
import cn.jinfu.traceability.lot.LotKind;
import cn.jinfu.traceability.lot.TraceLot;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Handing goods over, and answering. Each side sees only its own. */
@Service
@Transactional
@RequiredArgsConstructor
public class HandOverCommands {

	static final String TYPE = "HandOver";

	/**
	 * How a hand-over went on, for followers in the same transaction.
	 *
	 * @param at when it did
	 */
	public record HandOverMoved(UUID id, String number, HandOver.HandOverStatus status, UUID fromId, UUID toId,
			UUID lotId, @Nullable UUID receivedLot, BigDecimal kg, Instant at) {
	}

	/**
	 * Likewise, that one was declared wrong.
	 *
	 * @param correctedNo of the one that says how it was
	 */
	public record HandOverWrong(String number, StepMistake reason, @Nullable String correctedNo) {
	}

	/**
	 * @param right how it was, where the figures were wrong; null where it never happened
	 */
	public record DeclareWrong(UUID id, StepMistake reason, String note, HandOver.@Nullable Figures right,
			long version) {
	}

	private final HandOvers handOvers;

	private final LotFlows flows;

	private final MemberDirectory members;

	private final StatusHistory history;

	private final Numbers numbers;

	private final BusinessClock clock;

	private final EntityManager entities;

	private final JdbcClient sql;

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

	/**
	 * By the receiver, whose lot it is, or by the federation's officer. What was received
	 * is gone and the sender has his goods back, as long as nothing was made, sold or
	 * labelled of them; a receiver never takes more than had been sent.
	 * @return the hand-over that says how it was, if there is one
	 */
	@PreAuthorize("hasAnyAuthority('trace:hand-over:answer', 'trace:step:correct')")
	public @Nullable UUID declareWrong(DeclareWrong command) {
		var wrong = handOvers.lock(command.id())
			.filter(this::reached)
			.orElseThrow(() -> new NotFound("trace.hand-over.not-found", command.id()))
			.seenAt(command.version());
		if ((command.reason() == StepMistake.INCORRECT_DATA) != (command.right() != null)) {
			throw new RuleBroken("trace.hand-over.figures-missing").at("kg");
		}
		var before = wrong.status();
		var mine = wrong.toId().toString().equals(Reach.current().member());
		wrong.declareWrong(command.note());
		var received = Objects.requireNonNull(wrong.receivedLot());
		var locked = flows.lock(List.of(wrong.lotId(), received));
		var source = locked.stream().filter(it -> it.id().equals(wrong.lotId())).findFirst().orElseThrow();
		flows.unmake(locked.stream().filter(it -> it.id().equals(received)).findFirst().orElseThrow(),
				command.note().strip());
		flows.sendBack(wrong.lotId(), wrong.kg(), wrong.id(), wrong.bulk());
		var right = (command.right() != null) ? corrected(wrong, command.right(), source, mine) : null;
		handOvers.save(wrong);
		entities.flush();
		sql.sql("""
				insert into trace_hand_over_error (hand_over_id, tenant_id, reason, note, corrected_by, at, by_person, by_name)
				values (?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(wrong.id(), Tenant.require(), command.reason().name(), command.note().strip())
			.param((right != null) ? right.id() : null)
			.params(Timestamp.from(clock.now()), Actor.current().personId(), Actor.current().displayName())
			.update();
		sql.sql("update trace_lot_edge set voided = true where source_id = ?").param(wrong.id()).update();
		history.record(TYPE, wrong.id(), before, wrong.status(), command.note());
		events
			.publishEvent(new HandOverWrong(wrong.number(), command.reason(), (right != null) ? right.number() : null));
		return (right != null) ? right.id() : null;
	}

	/**
	 * Sent and confirmed as it was, of goods that left whatever has become of the lot.
	 */
	private HandOver corrected(HandOver wrong, HandOver.Figures figures, TraceLot source, boolean byReceiver) {
		if (byReceiver && figures.kg().compareTo(wrong.kg()) > 0) {
			throw new RuleBroken("trace.hand-over.above-sent", wrong.kg()).at("kg");
		}
		var right = wrong.corrected(numbers.next("hand_over", "JJ-%06d"), figures);
		right.requireConfirmable(figures.receivedKg(), Actor.current());
		flows.resend(source, figures.kg(), right.id(), right.bulk());
		saved(right, null, right.sentAt());
		right = handOvers.lock(right.id()).orElseThrow();
		var receiver = members.require(right.toId());
		var lot = flows.make(
				new TraceLot.Birth(LotKind.RECEIVED, right.id(), right.toId(), receiver.name(), receiver.divisionCode(),
						source.cropName(), source.grade(), figures.receivedKg(), List.of(source)),
				List.of(figures.kg()));
		entities.flush();
		right.confirm(lot.id(), figures.receivedKg(), Actor.current(), clock.now());
		saved(right, HandOver.HandOverStatus.SENT, Objects.requireNonNullElse(wrong.answeredAt(), clock.now()));
		return right;
	}

	/** The sender sees it, but cannot take away what the receiver has in his books. */
	private boolean reached(HandOver handOver) {
		var reach = Reach.current();
		if (reach.member().equals(handOver.fromId().toString())) {
			throw new RuleBroken("trace.hand-over.receiver-declares");
		}
		return reach.covers(handOver.toId(), members.require(handOver.toId()).divisionCode());
	}

	private HandOver received(UUID memberId, UUID id, long version) {
		return handOvers.lock(id)
			.filter(it -> it.toId().equals(memberId))
			.orElseThrow(() -> new NotFound("trace.hand-over.not-found", id))
			.seenAt(version);
	}

	private void saved(HandOver handOver, HandOver.@Nullable HandOverStatus before) {
		saved(handOver, before, clock.now());
	}

	private void saved(HandOver handOver, HandOver.@Nullable HandOverStatus before, Instant at) {
		handOvers.save(handOver);
		entities.flush();
		history.record(TYPE, handOver.id(), before, handOver.status(), handOver.reason());
		events.publishEvent(new HandOverMoved(handOver.id(), handOver.number(), handOver.status(), handOver.fromId(),
				handOver.toId(), handOver.lotId(), handOver.receivedLot(), handOver.kg(), at));
	}

}
