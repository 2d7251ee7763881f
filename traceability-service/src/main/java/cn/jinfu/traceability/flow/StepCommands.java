package cn.jinfu.traceability.flow;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
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
import cn.jinfu.traceability.lot.TraceLot;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Mixing, splitting, packing, processing, and declaring one of them wrong. */
@Service
@Transactional
@RequiredArgsConstructor
public class StepCommands {

	static final String TYPE = "LotStep";

	/** Kilograms of one lot that went in. */
	public record Input(UUID lotId, BigDecimal kg) {
	}

	/**
	 * A lot that came out.
	 *
	 * @param product null: what went in
	 */
	public record Output(BigDecimal kg, @Nullable String grade, @Nullable String product) {
	}

	/**
	 * @param lossKg thrown away, dried up, cut off
	 */
	public record Do(UUID memberId, StepKind kind, LocalDate on, List<Input> inputs, List<Output> outputs,
			BigDecimal lossKg, @Nullable String note) {
	}

	/**
	 * @param correctedBy the step that says how it really was, recorded before
	 */
	public record DeclareWrong(UUID stepId, StepMistake reason, String note, @Nullable UUID correctedBy, long version) {
	}

	/** A step as others may follow it, in the same transaction. */
	public record StepDone(UUID stepId, String number, StepKind kind, UUID memberId, LocalDate on, List<Input> inputs,
			List<UUID> outputs) {
	}

	/** Likewise. */
	public record StepWrong(UUID stepId, StepMistake reason, @Nullable UUID correctedBy) {
	}

	private final LotSteps steps;

	private final LotFlows flows;

	private final MemberDirectory members;

	private final StatusHistory history;

	private final Numbers numbers;

	private final BusinessClock clock;

	private final JdbcClient sql;

	private final EntityManager entities;

	private final ApplicationEventPublisher events;

	/**
	 * By the member that holds every lot that goes in; another's lot is unknown to it.
	 */
	@PreAuthorize("hasAuthority('trace:step:record')")
	public UUID record(Do command) {
		var given = new HashMap<UUID, BigDecimal>();
		command.inputs().forEach(it -> {
			if (given.put(it.lotId(), it.kg()) != null) {
				throw new RuleBroken("trace.step.twice").at("inputs");
			}
		});
		command.kind().requireShape(given.size(), command.outputs().size());
		if (command.outputs().stream().anyMatch(it -> it.kg().signum() <= 0)) {
			throw new RuleBroken("trace.lot.nothing-taken").at("outputs");
		}
		var member = members.requireActive(command.memberId());
		var sources = flows.lock(given.keySet());
		sources.forEach(lot -> requireOwn(lot, command));
		requireOneProduct(sources, command);
		var in = command.inputs().stream().map(Input::kg).reduce(BigDecimal.ZERO, BigDecimal::add);
		var out = command.outputs().stream().map(Output::kg).reduce(BigDecimal.ZERO, BigDecimal::add);
		var step = LotStep.record(numbers.next("lot_step", "BZ-%06d"), command.kind(), command.memberId(),
				member.divisionCode(), command.on(), new LotStep.Masses(in, out, command.lossKg()),
				(command.note() == null || command.note().isBlank()) ? null : command.note().strip(), Actor.current(),
				clock.now());
		// what comes out stands as what went in stood before
		var births = command.outputs()
			.stream()
			.map(it -> new TraceLot.Birth(command.kind().makes(), step.id(), command.memberId(), member.name(),
					member.divisionCode(), product(it, sources), it.grade(), it.kg(), sources))
			.toList();
		steps.save(step);
		history.record(TYPE, step.id(), null, step.status(), step.note());
		var kilograms = sources.stream().map(it -> java.util.Objects.requireNonNull(given.get(it.id()))).toList();
		var made = births.stream().map(it -> flows.make(it, kilograms).id()).toList();
		for (int i = 0; i < sources.size(); i++) {
			flows.use(sources.get(i), kilograms.get(i), step.id());
		}
		entities.flush();
		events.publishEvent(new StepDone(step.id(), step.number(), command.kind(), command.memberId(), command.on(),
				command.inputs(), made));
		return step.id();
	}

	/**
	 * The record stays; what it made is gone, and what it took is back. Only while
	 * nothing was made, sold or labelled of it.
	 */
	@PreAuthorize("hasAnyAuthority('trace:step:record', 'trace:step:correct')")
	public void declareWrong(DeclareWrong command) {
		var step = steps.lock(command.stepId())
			.filter(it -> Reach.current().covers(it.memberId(), it.division()))
			.orElseThrow(() -> new NotFound("trace.step.not-found", command.stepId()))
			.seenAt(command.version());
		var before = step.status();
		step.declareWrong(command.note());
		requireCorrection(step, command.correctedBy());
		steps.save(step);
		entities.flush();
		sql.sql("""
				insert into trace_step_error (step_id, tenant_id, reason, note, corrected_by, at, by_person, by_name)
				values (?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(step.id(), Tenant.require(), command.reason().name(), command.note().strip())
			.param(command.correctedBy())
			.params(Timestamp.from(clock.now()), Actor.current().personId(), Actor.current().displayName())
			.update();
		var taken = new HashMap<UUID, BigDecimal>();
		sql.sql("select lot_id, kg from trace_lot_move where source_id = ? and kind = 'STEP'")
			.param(step.id())
			.query(row -> {
				taken.put(row.getObject(1, UUID.class), row.getBigDecimal(2));
			});
		var made = sql.sql("select id from trace_lot where source_id = ?").param(step.id()).query(UUID.class).list();
		var all = new java.util.TreeSet<>(taken.keySet());
		all.addAll(made);
		for (var lot : flows.lock(all)) {
			var back = taken.get(lot.id());
			if (back != null) {
				flows.unuse(lot, back, step.id());
			}
			else {
				flows.unmake(lot, command.note().strip());
			}
		}
		entities.flush();
		sql.sql("update trace_lot_edge set voided = true where source_id = ?").param(step.id()).update();
		history.record(TYPE, step.id(), before, step.status(), command.note());
		events.publishEvent(new StepWrong(step.id(), command.reason(), command.correctedBy()));
	}

	private void requireCorrection(LotStep step, @Nullable UUID correctedBy) {
		if (correctedBy == null) {
			return;
		}
		var other = steps.lock(correctedBy)
			.filter(it -> it.memberId().equals(step.memberId()))
			.orElseThrow(() -> new NotFound("trace.step.not-found", correctedBy));
		if (other.id().equals(step.id()) || other.status() != LotStep.StepStatus.DONE) {
			throw new RuleBroken("trace.step.correction-unfit", other.number()).at("correctedBy");
		}
	}

	private static void requireOwn(TraceLot lot, Do command) {
		if (!lot.memberId().equals(command.memberId())) {
			throw new NotFound("trace.lot.not-found", lot.id());
		}
		if (command.on().isBefore(lot.harvestedOn())) {
			throw new RuleBroken("trace.step.before-harvest", lot.lotCode(), lot.harvestedOn()).at("doneOn");
		}
	}

	private static void requireOneProduct(List<TraceLot> sources, Do command) {
		var first = sources.getFirst();
		if (command.kind().keepsProduct() && sources.stream().anyMatch(it -> !it.crop().equals(first.crop()))) {
			throw new RuleBroken("trace.step.several-products").at("inputs");
		}
		if (command.kind().keepsProduct() && command.outputs().stream().anyMatch(it -> it.product() != null)) {
			throw new RuleBroken("trace.step.product-changes").at("outputs");
		}
		if (!command.kind().keepsProduct() && command.outputs().stream().anyMatch(it -> it.product() == null)) {
			throw new RuleBroken("trace.step.product-missing").at("outputs");
		}
	}

	private static String product(Output output, List<TraceLot> sources) {
		var named = output.product();
		return (named != null) ? named.strip() : sources.getFirst().cropName();
	}

}
