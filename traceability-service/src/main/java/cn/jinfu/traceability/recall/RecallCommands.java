package cn.jinfu.traceability.recall;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.traceability.LotRecalled;
import cn.jinfu.traceability.lot.LotChanges;
import cn.jinfu.traceability.lot.LotCommands.LotStopped;
import cn.jinfu.traceability.lot.LotStatus;
import cn.jinfu.traceability.recall.Recall.RecallSource;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The course of a case, from the suspicion to the report. */
@Service
@Transactional
@RequiredArgsConstructor
public class RecallCommands {

	static final String TYPE = "Recall";

	private static final String RUN = "hasAuthority('trace:recall:run')";

	private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

	/** Where the search starts: a lot, a planting, or a bought input's batch. */
	public record Seed(SeedKind kind, UUID nodeId) {
	}

	/** 批次, 种植批次, 投入品批次. */
	public enum SeedKind {

		LOT, PLANTING, INPUT

	}

	/**
	 * @param drill nothing is stopped and nobody is told
	 */
	public record Open(RecallSource source, String what, boolean drill, List<Seed> seeds) {
	}

	/** Inside this module and in the same transaction: lots of this revision are held. */
	public record RecallHeld(UUID recallId, String number, int revision) {
	}

	/** Likewise. */
	public record LotsCalledBack(String number, List<UUID> lotIds) {
	}

	/** Likewise: these are free again, by the status they are in now. */
	public record LotsLetGo(String number, Map<LotStatus, List<UUID>> lots) {
	}

	private final Recalls recalls;

	private final RecallNotices notices;

	private final LotChanges changes;

	private final MemberMessages messages;

	private final StatusHistory history;

	private final Audit audit;

	private final Numbers numbers;

	private final BusinessClock clock;

	private final JdbcClient sql;

	private final EntityManager entities;

	private final ApplicationEventPublisher events;

	@PreAuthorize(RUN)
	public UUID open(Open command) {
		if (command.seeds().isEmpty()) {
			throw new RuleBroken("trace.recall.seed-missing").at("seeds");
		}
		var recall = Recall.open(numbers.next("recall", command.drill() ? "YL-%05d" : "ZH-%05d"), command.drill(),
				command.source(), command.what(), Actor.current(), clock.now());
		saved(recall, null, command.what());
		command.seeds().stream().distinct().forEach(it -> seed(recall.id(), it));
		return recall.id();
	}

	/** Everything downstream, held in this transaction or not at all. */
	@PreAuthorize(RUN)
	public void hold(UUID id, long version) {
		var recall = recalls.requireLocked(id).seenAt(version);
		var before = recall.status();
		recall.hold(clock.now());
		saved(recall, before, null);
		join(recall);
	}

	/** A source that several bad lots have in common, or one found later. */
	@PreAuthorize(RUN)
	public void addSeed(UUID id, Seed seed, long version) {
		var recall = recalls.requireLocked(id).seenAt(version);
		var before = recall.status();
		recall.hold(clock.now());
		saved(recall, before, null);
		seed(id, seed);
		join(recall);
	}

	/** Lots that are not concerned after all, each with the reason. */
	@PreAuthorize(RUN)
	public void trim(UUID id, Collection<UUID> lotIds, String reason, long version) {
		var recall = recalls.requireLocked(id).seenAt(version);
		if (recall.status() != RecallStatus.HOLD && recall.status() != RecallStatus.SCOPED) {
			throw new cn.jinfu.kernel.Refusal.WrongState("trace.recall.trim-late", recall.number());
		}
		if (reason.isBlank()) {
			throw new RuleBroken("trace.lot.reason-missing").at("reason");
		}
		if (lotIds.isEmpty()) {
			throw new RuleBroken("trace.recall.trim-nothing").at("lotIds");
		}
		var trimmed = sql.sql("""
				update trace_recall_lot set in_scope = false, trim_reason = :reason, trimmed_by = :by
				 where recall_id = :id and lot_id in (:lots) and in_scope""")
			.param("reason", reason.strip())
			.param("by", Actor.current().displayName())
			.param("id", id)
			.param("lots", lotIds)
			.update();
		if (trimmed != lotIds.size()) {
			throw new NotFound("trace.lot.not-found", lotIds);
		}
		audit.record("recall.trim", TYPE, id, lotIds.size() + " lots");
		letGo(recall, "and x.lot_id = any (:some)", lotIds, reason.strip());
		saved(recall, recall.status(), null);
	}

	@PreAuthorize(RUN)
	public void scope(UUID id, long version) {
		var recall = recalls.requireLocked(id).seenAt(version);
		var before = recall.status();
		recall.scope(count("select count(*) from trace_recall_lot where recall_id = ? and in_scope", id), clock.now());
		saved(recall, before, null);
	}

	/** From now on the codes are red and every holder is asked. */
	@PreAuthorize(RUN)
	public void announce(UUID id, int level, long version) {
		var recall = recalls.requireLocked(id).seenAt(version);
		var before = recall.status();
		recall.announce(level, clock.now());
		saved(recall, before, null);
		if (!recall.drill()) {
			callBack(recall);
		}
		notify(recall);
	}

	/** By the holder himself; another's notice is unknown to him. */
	@PreAuthorize("hasAuthority('trace:recall:answer')")
	public void answerOwn(UUID memberId, UUID noticeId, BigDecimal found, BigDecimal sold, BigDecimal destroyed,
			String proof, long version) {
		var notice = notices.lock(noticeId)
			.filter(it -> memberId.equals(it.holderId()))
			.orElseThrow(() -> new NotFound("trace.recall.notice-not-found", noticeId))
			.seenAt(version);
		answered(notice, new RecallNotice.Answer(found, sold, destroyed, proof));
	}

	/** For holders without an account here, on the phone or at the door. */
	@PreAuthorize(RUN)
	public void answer(UUID noticeId, BigDecimal found, BigDecimal sold, BigDecimal destroyed, String proof,
			long version) {
		var notice = notices.lock(noticeId)
			.orElseThrow(() -> new NotFound("trace.recall.notice-not-found", noticeId))
			.seenAt(version);
		answered(notice, new RecallNotice.Answer(found, sold, destroyed, proof));
	}

	@PreAuthorize(RUN)
	public void escalate(UUID noticeId, String words, long version) {
		var notice = notices.lock(noticeId)
			.orElseThrow(() -> new NotFound("trace.recall.notice-not-found", noticeId))
			.seenAt(version);
		notice.escalate(words, Actor.current(), clock.now());
		notices.save(notice);
		audit.record("recall.escalate", TYPE, notice.recallId(), notice.holderName());
	}

	/** Every holder has answered or was reported: what came back against what was out. */
	@PreAuthorize(RUN)
	public void checkEffect(UUID id, long version) {
		var recall = recalls.requireLocked(id).seenAt(version);
		var before = recall.status();
		recall.checkEffect(
				count("select count(*) from trace_recall_notice where recall_id = ? and status = 'SENT'", id),
				recall.drill() ? 0
						: count("""
								select count(*) from trace_recall_lot x join trace_lot l on l.tenant_id = x.tenant_id and l.id = x.lot_id
								 where x.recall_id = ? and x.in_scope and l.status = 'HELD'""",
								id));
		saved(recall, before, null);
	}

	/** By another person than the one who opened it. */
	@PreAuthorize("hasAuthority('trace:recall:close')")
	public void close(UUID id, String report, long version) {
		var recall = recalls.requireLocked(id).seenAt(version);
		var before = recall.status();
		recall.close(report, Actor.current(), clock.now());
		saved(recall, before, report);
	}

	/** Unfounded: everything that this case held is as it was before. */
	@PreAuthorize(RUN)
	public void dismiss(UUID id, String report, long version) {
		var recall = recalls.requireLocked(id).seenAt(version);
		var before = recall.status();
		recall.dismiss(report, Actor.current(), clock.now());
		saved(recall, before, report);
		letGo(recall, "and (:some)::uuid[] is not null", List.of(), report.strip());
	}

	private void seed(UUID recallId, Seed seed) {
		var label = sql.sql(switch (seed.kind()) {
			case LOT -> "select lot_code || ' ' || crop_name || ' ' || producer from trace_lot where id = ?";
			case PLANTING -> """
					select p.no || ' ' || m.name from production_planting p
					  join member_member m on m.tenant_id = p.tenant_id and m.id = p.member_id where p.id = ?""";
			case INPUT ->
				"select max(product || ' ' || lot_no) from production_input_use where input_lot_id = ? having count(*) > 0";
		})
			.param(seed.nodeId())
			.query(String.class)
			.optional()
			.orElseThrow(() -> new NotFound("trace.recall.seed-not-found", seed.nodeId()));
		sql.sql("""
				insert into trace_recall_seed (tenant_id, recall_id, node_id, node_kind, label, added_at, by_name)
				values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
			.params(Tenant.require(), recallId, seed.nodeId(), seed.kind().name(),
					label.substring(0, Math.min(label.length(), 160)), Timestamp.from(clock.now()),
					Actor.current().displayName())
			.update();
	}

	/** The whole chain may be long; whoever waits for a lot too long gives up instead. */
	private void join(Recall recall) {
		entities.flush();
		var start = System.nanoTime();
		sql.sql("set local lock_timeout = '20s'").update();
		var actor = Actor.current();
		sql.sql("select trace_recall_join(?, ?, ?, ?)")
			.params(recall.id(), Timestamp.from(clock.now()), actor.personId(), actor.displayName())
			.query(Integer.class)
			.single();
		entities.refresh(recall);
		if (!recall.drill()) {
			events.publishEvent(new RecallHeld(recall.id(), recall.number(), recall.revision()));
		}
		recall.took(Duration.ofNanos(System.nanoTime() - start));
		recalls.save(recall);
	}

	/** Lots of this case that no other running case holds stand as they stood before. */
	private void letGo(Recall recall, String which, Collection<UUID> some, String reason) {
		entities.flush();
		var actor = Actor.current();
		var free = new EnumMap<LotStatus, List<UUID>>(LotStatus.class);
		sql.sql("""
				with free as (
				  select l.id, case when x.before_status = 'RELEASED' and l.kg_left = 0 then 'CONSUMED'
				                    when x.before_status = 'CONSUMED' and l.kg_left > 0 then 'RELEASED'
				                    else x.before_status end as back
				    from trace_recall_lot x join trace_lot l on l.tenant_id = x.tenant_id and l.id = x.lot_id
				   where x.recall_id = :id and l.status = 'HELD' and l.hold_reason = 'RECALL_CASE'
				     and x.before_status in ('OPEN', 'RELEASED', 'CONSUMED') %s
				     and not exists (select 1 from trace_recall_lot o join trace_recall r on r.id = o.recall_id
				       where o.lot_id = x.lot_id and o.in_scope and o.recall_id <> x.recall_id and not r.drill
				         and r.status not in ('SUSPICION', 'CLOSED', 'DISMISSED'))),
				told as (
				  insert into platform_status_change (tenant_id, object_type, object_id, status_type, status_from, status_to,
				      at, by_person, by_name, reason)
				  select :tenant, 'TraceLot', id, 'LotStatus', 'HELD', back, :at, :person, :name, :reason from free),
				shown as (
				  update trace_lot_document d set made_at = :at, document = d.document
				      || jsonb_build_object('status', f.back, 'holdReason', null,
				         'statusOn', to_char(:at at time zone 'Asia/Shanghai', 'YYYY-MM-DD'))
				    from free f where d.lot_id = f.id)
				update trace_lot l set status = f.back, hold_reason = null, hold_detail = null, status_at = :at,
				    version = l.version + 1 from free f where l.id = f.id returning l.status, l.id"""
			.formatted(which))
			.param("id", recall.id())
			.param("some", some.toArray(UUID[]::new))
			.param("tenant", Tenant.require())
			.param("at", Timestamp.from(clock.now()))
			.param("person", actor.personId())
			.param("name", actor.displayName())
			.param("reason", reason)
			.query(row -> {
				free.computeIfAbsent(LotStatus.valueOf(row.getString(1)), _ -> new ArrayList<>())
					.add(row.getObject(2, UUID.class));
			});
		if (!free.isEmpty()) {
			events.publishEvent(new LotsLetGo(recall.number(), free));
		}
	}

	private void callBack(Recall recall) {
		entities.flush();
		var actor = Actor.current();
		// what was called back before this case is announced with it
		sql.sql("""
				update trace_lot_document d set made_at = :at,
				    document = d.document || jsonb_build_object('callBack', trace_call_back(d.tenant_id, d.lot_id))
				  from trace_recall_lot x join trace_lot l on l.tenant_id = x.tenant_id and l.id = x.lot_id
				 where x.recall_id = :id and x.in_scope and l.status = 'RECALLED' and d.lot_id = l.id""")
			.param("at", Timestamp.from(clock.now()))
			.param("id", recall.id())
			.update();
		var called = sql
			.sql("""
					with bad as (
					  select l.id, l.status as before, coalesce(l.hold_reason, 'RECALL_CASE') as reason
					    from trace_recall_lot x join trace_lot l on l.tenant_id = x.tenant_id and l.id = x.lot_id
					   where x.recall_id = :id and x.in_scope and l.status in ('HELD', 'RELEASED', 'CONSUMED')),
					told as (
					  insert into platform_status_change (tenant_id, object_type, object_id, status_type, status_from, status_to,
					      at, by_person, by_name, reason)
					  select :tenant, 'TraceLot', id, 'LotStatus', before, 'RECALLED', :at, :person, :name, :no from bad),
					shown as (
					  update trace_lot_document d set made_at = :at, document = d.document || jsonb_build_object('status',
					      'RECALLED', 'holdReason', b.reason, 'statusOn', to_char(:at at time zone 'Asia/Shanghai', 'YYYY-MM-DD'),
					      'callBack', trace_call_back(:tenant, b.id))
					    from bad b where d.lot_id = b.id)
					update trace_lot l set status = 'RECALLED', hold_reason = b.reason, hold_detail = :no, status_at = :at,
					    version = l.version + 1 from bad b where l.id = b.id returning l.id, l.kind, l.member_id, l.planting_id""")
			.param("id", recall.id())
			.param("tenant", Tenant.require())
			.param("at", Timestamp.from(clock.now()))
			.param("person", actor.personId())
			.param("name", actor.displayName())
			.param("no", recall.number())
			.query((row, _) -> new Called(row.getObject(1, UUID.class), "HARVEST".equals(row.getString(2)),
					row.getObject(3, UUID.class), row.getObject(4, UUID.class)))
			.list();
		if (called.isEmpty()) {
			return;
		}
		var lots = called.stream().map(Called::lotId).toList();
		publishForEachFarm(called);
		audit.record("recall.announce", TYPE, recall.id(), called.size() + " lots");
		events.publishEvent(new LotsCalledBack(recall.number(), lots));
		sql.sql("select lot_id from trace_certificate where status = 'ISSUED' and lot_id = any (:lots) order by lot_id")
			.param("lots", lots.toArray(UUID[]::new))
			.query(UUID.class)
			.list()
			.forEach(lot -> {
				events.publishEvent(new LotStopped(lot, recall.number()));
				changes.touched(lot);
			});
	}

	/**
	 * @param picked weighed in by the farm itself
	 */
	private record Called(UUID lotId, boolean picked, UUID memberId, @Nullable UUID plantingId) {
	}

	/**
	 * Once for each farm of whose own fields something is called back; whoever only
	 * bought it is told by his notice.
	 */
	private void publishForEachFarm(List<Called> called) {
		var farms = new LinkedHashMap<UUID, Called>();
		called.stream()
			.filter(Called::picked)
			.sorted(Comparator.comparing(Called::lotId))
			.forEach(it -> farms.putIfAbsent(it.memberId(), it));
		farms.values()
			.forEach(it -> events
				.publishEvent(new LotRecalled(Tenant.require(), it.lotId(), it.memberId(), it.plantingId())));
	}

	/** One notice for each holder; who was told before is told of more only. */
	private void notify(Recall recall) {
		entities.flush();
		sql.sql("""
				insert into trace_recall_notice as n (id, tenant_id, version, recall_id, holder_kind, holder_id, holder_name,
				  lots, kg, status, sent_at)
				select gen_random_uuid(), :tenant, 0, :id, h.kind, h.holder_id, h.name, h.lots, h.kg, 'SENT', :at
				  from (%s) h where h.kg > 0
				on conflict on constraint trace_recall_notice_once_uq do update set lots = excluded.lots, kg = excluded.kg,
				  version = n.version + 1, status = 'SENT', sent_at = excluded.sent_at, found_kg = null, sold_kg = null,
				  destroyed_kg = null, proof = null, answered_at = null, answered_by = null, answered_name = null
				 where n.kg < excluded.kg
				returning holder_kind, holder_id, lots, kg"""
			.formatted(RecallQueries.HOLDERS))
			.param("tenant", Tenant.require())
			.param("id", recall.id())
			.param("at", Timestamp.from(clock.now()))
			.query((row, _) -> new Asked(row.getString(1), row.getObject(2, UUID.class), row.getInt(3),
					row.getBigDecimal(4)))
			.list()
			.stream()
			.filter(it -> "MEMBER".equals(it.kind()) && !recall.drill())
			.forEach(it -> messages.tell(it.holderId(), "trace.message.recall", recall.number(), it.lots(),
					it.kg().stripTrailingZeros().toPlainString(), shown(recall.dueAt())));
	}

	private record Asked(String kind, UUID holderId, int lots, BigDecimal kg) {
	}

	private static String shown(@Nullable Instant at) {
		return (at != null) ? MINUTE.format(at.atZone(BusinessClock.ZONE)) : "";
	}

	private void answered(RecallNotice notice, RecallNotice.Answer answer) {
		var recall = recalls.requireLocked(notice.recallId());
		var before = recall.status();
		recall.answered();
		notice.answer(answer, Actor.current(), clock.now());
		notices.save(notice);
		saved(recall, before, null);
		audit.record("recall.answer", TYPE, recall.id(), notice.holderName());
	}

	private void saved(Recall recall, @Nullable RecallStatus before, @Nullable String reason) {
		recalls.save(recall);
		entities.flush();
		if (before != recall.status()) {
			history.record(TYPE, recall.id(), before, recall.status(),
					(reason != null) ? reason.substring(0, Math.min(reason.length(), 500)) : null);
		}
	}

	private int count(String query, UUID id) {
		entities.flush();
		return sql.sql(query).param(id).query(Integer.class).single();
	}

}
