package cn.jinfu.production.operation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.production.AgriInputs.Input;
import cn.jinfu.production.InputHoldings;
import cn.jinfu.production.InputKind;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.Reach;
import cn.jinfu.production.Told;
import cn.jinfu.production.harvest.HarvestReviews;
import cn.jinfu.production.input.EntryRules;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.planting.Planting;
import cn.jinfu.production.planting.Plantings;
import cn.jinfu.production.standard.StandardLimits;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.multipart.MultipartFile;

@Service
@Transactional
@RequiredArgsConstructor
public class OperationCommands {

	private static final String OPERATION = "FieldOperation";

	private static final String USE = "InputUse";

	private static final int MOST_PHOTOS = 9;

	/** What the register of service uses calls an entry of this book. */
	private static final String SOURCE = "production.operation";

	/**
	 * What was put on the field.
	 *
	 * @param lotNo which of the holdings it came from
	 * @param quantity in all, in the input's base unit
	 * @param told the same in the words of the field; null when it was told in base units
	 */
	public record InputUsed(UUID inputId, String lotNo, BigDecimal quantity, @Nullable Told told,
			@Nullable String pest) {
	}

	/**
	 * @param clientUid drawn by the phone, so that a repeated upload does nothing
	 * @param plantingIds one or several of one farm
	 */
	public record Done(UUID clientUid, List<UUID> plantingIds, OperationKind kind, LocalDate on,
			@Nullable InputUsed used, About about, @Nullable String note, @Nullable UUID photoId,
			@Nullable String lateReason) {

		/** Without anything told about it. */
		public Done(UUID clientUid, List<UUID> plantingIds, OperationKind kind, LocalDate on, @Nullable InputUsed used,
				@Nullable String note, @Nullable UUID photoId, @Nullable String lateReason) {
			this(clientUid, plantingIds, kind, on, used, About.NONE, note, photoId, lateReason);
		}

		public Done {
			plantingIds = plantingIds.stream().distinct().sorted().toList();
		}

	}

	private final FieldOperations operations;

	private final InputUses uses;

	private final Plantings plantings;

	private final PlotDirectory plots;

	private final InputCatalogue inputs;

	private final InputHoldings holdings;

	private final HarvestReviews reviews;

	private final List<SprayFollower> followers;

	private final SaidByVoice spoken;

	private final EntryRules rules;

	private final StandardLimits limits;

	private final FileStore files;

	private final ServiceUse served;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final JdbcClient sql;

	private final EntityManager entities;

	/**
	 * Records what was done, whatever the label says to it; what follows shows on the
	 * planting.
	 * @return the operation's id; a repeat of the same {@code clientUid} gives the first
	 */
	@PreAuthorize("hasAuthority('production:operation:record')")
	public UUID record(Done done) {
		return once(done, this::reached, fields -> carriedOut(done, fields, fields.getFirst().memberId()));
	}

	/**
	 * What a service organisation did on a farm's plantings, by the same rules. That it
	 * was asked to, the caller has seen to.
	 * @param farmId whose plantings they are
	 * @param holderId of whose holding the input was, the farm's or the organisation's
	 */
	@PreAuthorize("hasAuthority('production:service:provide')")
	public UUID recordServed(Done done, UUID farmId, UUID holderId) {
		return once(done, ids -> ofFarm(ids, farmId), fields -> carriedOut(done, fields, holderId));
	}

	/**
	 * What the farm had said by voice before and now types itself.
	 * @param voiceNoteId the recording that this answers for; null for any other entry
	 */
	@PreAuthorize("hasAuthority('production:operation:record')")
	public UUID enter(Done done, @Nullable UUID voiceNoteId) {
		return (voiceNoteId == null) ? enter(done) : spoken.typed(voiceNoteId, () -> enter(done));
	}

	private UUID enter(Done done) {
		return done.on().isAfter(clock.today()) ? plan(done) : record(done);
	}

	/**
	 * What a farm said by voice and a clerk writes down for it, by the same rules. It is
	 * judged as entered when it was said; a day to come makes it a plan. That the
	 * recording is this clerk's to write down, the caller has seen to.
	 */
	@PreAuthorize("hasAuthority('production:voice:write')")
	public UUID recordSaid(Done done, UUID farmId, Instant saidAt) {
		return once(done, ids -> ofFarm(ids, farmId), fields -> done.on().isAfter(clock.today()) ? planned(done, fields)
				: carriedOut(done, fields, farmId, saidAt));
	}

	private UUID carriedOut(Done done, List<Planting> fields, UUID holderId) {
		return carriedOut(done, fields, holderId, clock.now());
	}

	private UUID carriedOut(Done done, List<Planting> fields, UUID holderId, Instant saidAt) {
		var late = late(done.kind(), done.on(), done.lateReason(), fields, saidAt);
		fields.forEach(planting -> work(planting, done.kind(), done.on()));
		var operation = enter(
				FieldOperation.done(fields.getFirst().memberId(), done.kind(), done.on(), used(done), done.about(),
						blankToNull(done.note()), done.photoId(), entry(done.clientUid(), done.lateReason(), late)),
				fields, done.about());
		follow(operation, fields, holderId);
		return operation.id();
	}

	/** Puts down what is to be done on a day to come; nothing is drawn yet. */
	@PreAuthorize("hasAuthority('production:operation:record')")
	public UUID plan(Done plan) {
		return once(plan, this::reached, fields -> planned(plan, fields));
	}

	private UUID planned(Done plan, List<Planting> fields) {
		var used = used(plan);
		if (used != null) {
			inputs.require(used.inputId());
		}
		return enter(
				FieldOperation.planned(fields.getFirst().memberId(), plan.kind(), plan.on(), used, plan.about(),
						blankToNull(plan.note()), clock.today(), entry(plan.clientUid(), null, false)),
				fields, plan.about())
			.id();
	}

	/** What was planned was done, on the day it really was. */
	@PreAuthorize("hasAuthority('production:operation:record')")
	public void carryOut(UUID operationId, LocalDate on, @Nullable String lateReason, long version) {
		var operation = operations.require(operationId);
		var fields = reached(plantingsOf(operationId));
		entities.refresh(operation);
		operation.seenAt(version);
		var from = operation.state();
		var late = late(operation.kind(), on, lateReason, fields, clock.now());
		operation.carryOut(on, entry(operation.clientUid(), lateReason, late));
		fields.forEach(planting -> work(planting, operation.kind(), on));
		history.record(OPERATION, operationId, from, operation.state(), null);
		operations.save(operation);
		entities.flush();
		follow(operation, fields, operation.memberId());
	}

	private UUID once(Done done, Function<List<UUID>, List<Planting>> reach, Function<List<Planting>, UUID> entry) {
		sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 1))")
			.param(done.clientUid().toString())
			.query((row, n) -> "")
			.single();
		var known = operations.findByClientUid(done.clientUid());
		if (known.isPresent()) {
			return known(known.get(), done, reach);
		}
		return entry.apply(reach.apply(done.plantingIds()));
	}

	/** The same key is the same entry, and only for whoever may see that entry. */
	private UUID known(FieldOperation first, Done again, Function<List<UUID>, List<Planting>> reach) {
		var ids = plantingsOf(first.id());
		reach.apply(ids);
		if (first.kind() != again.kind() || !ids.equals(again.plantingIds())) {
			throw new RuleBroken("production.entry.key-reused");
		}
		return first.id();
	}

	private FieldOperation enter(FieldOperation operation, List<Planting> fields, About about) {
		history.record(OPERATION, operation.id(), null, operation.state(), null);
		operations.save(operation);
		entities.flush();
		fields.forEach(planting -> link(operation, planting));
		about.workers().forEach(worker -> link(operation, worker));
		return operation;
	}

	private void follow(FieldOperation operation, List<Planting> fields, UUID holderId) {
		served.record(operation.memberId(), ServiceKind.PRODUCTION_RECORD, operation.onDay(), SOURCE, operation.id());
		if (operation.inputId() != null) {
			apply(operation, fields, holderId);
			fields.forEach(planting -> reviews.review(planting.id(), null));
			var ids = fields.stream().map(Planting::id).toList();
			followers.forEach(
					it -> it.used(ids, Objects.requireNonNull(operation.inputId()), operation.id(), operation.onDay()));
		}
		fields.forEach(planting -> reviews.fieldChanged(planting.id()));
	}

	/** Pictures to an entry that stands; none is ever taken away. */
	@PreAuthorize("hasAuthority('production:operation:record')")
	public void picture(UUID operationId, List<MultipartFile> photos) {
		var operation = operations.require(operationId);
		reached(plantingsOf(operationId));
		entities.refresh(operation);
		operation.requireStanding();
		var sent = photos.stream().filter(photo -> !photo.isEmpty()).toList();
		if (sent.isEmpty()) {
			throw new RuleBroken("production.operation.photo-missing").at("photos");
		}
		var there = sql.sql("select count(*) from production_operation_photo where operation_id = ?")
			.param(operationId)
			.query(Integer.class)
			.single();
		if (there + sent.size() > MOST_PHOTOS) {
			throw new RuleBroken("production.operation.photos-many", MOST_PHOTOS).at("photos");
		}
		for (var photo : sent) {
			files.store(FileStore.Kind.PHOTO, photo, FileStore.Visibility.MEMBER, operation.memberId())
				.ifPresent(stored -> sql.sql("""
						insert into production_operation_photo (tenant_id, operation_id, file_id, added_at)
						values (?, ?, ?, ?) on conflict do nothing""")
					.params(Tenant.require(), operationId, stored.fileId(), Timestamp.from(clock.now()))
					.update());
		}
	}

	private List<UUID> plantingsOf(UUID operationId) {
		return sql.sql("select planting_id from production_operation_planting where operation_id = ?")
			.param(operationId)
			.query(UUID.class)
			.list()
			.stream()
			.sorted()
			.toList();
	}

	/**
	 * Strikes out a wrong entry: what was drawn goes back to the holding. A use that a
	 * harvest rests on is struck by the officer only, never by the farm itself.
	 */
	@PreAuthorize("hasAnyAuthority('production:operation:record', 'production:use:decide')")
	public void strike(UUID operationId, String reason) {
		var operation = operations.require(operationId);
		var fields = reached(plantingsOf(operationId));
		entities.refresh(operation);
		var drawn = operation.inputId() != null && operation.state() == OperationState.DONE;
		if (drawn && !Actor.current().may("production:use:decide")
				&& fields.stream().anyMatch(field -> reviews.pickedSince(field.id(), operation.onDay()))) {
			throw new Forbidden("production.operation.harvested-since");
		}
		var from = operation.state();
		operation.strike(reason);
		served.reverse(ServiceKind.PRODUCTION_RECORD, SOURCE, operationId);
		history.record(OPERATION, operationId, from, operation.state(), reason);
		operations.save(operation);
		for (var use : uses.findByOperationIdOrderById(operationId)) {
			use.strike();
			uses.save(use);
		}
		if (drawn) {
			holdings.reverse(InputHoldings.Source.USE, operationId);
		}
		fields.forEach(planting -> reviews.review(planting.id(), reason));
		fields.forEach(planting -> reviews.fieldChanged(planting.id()));
	}

	/** A technician lets it be picked from a day on; see {@link InputUse#lift}. */
	@PreAuthorize("hasAuthority('production:use:decide')")
	public void lift(UUID useId, LocalDate safeOn, String reason, String testRef, long version) {
		decide(useId, version, reason,
				use -> use.lift(safeOn, reason, testRef, Actor.current().personId(), clock.now()));
	}

	/** A technician leaves the block standing, with the reason. */
	@PreAuthorize("hasAuthority('production:use:decide')")
	public void uphold(UUID useId, String reason, long version) {
		decide(useId, version, reason, use -> use.uphold(reason, Actor.current().personId(), clock.now()));
	}

	private void decide(UUID useId, long version, String reason, java.util.function.Consumer<InputUse> decision) {
		var plantingId = uses.require(useId).plantingId();
		reached(List.of(plantingId));
		var use = uses.require(useId);
		use.seenAt(version);
		var from = use.standing();
		decision.accept(use);
		history.record(USE, useId, from, use.standing(), reason);
		uses.save(use);
		reviews.review(plantingId, reason);
	}

	/** Locked in order, all of one farm, all within this person's reach. */
	private List<Planting> reached(List<UUID> ids) {
		if (ids.isEmpty()) {
			throw new RuleBroken("production.operation.planting-missing").at("plantingIds");
		}
		var fields = plantings.findByIdInOrderById(ids);
		var reach = Reach.current();
		var visible = fields.stream()
			.filter(field -> plots.find(field.plotId())
				.filter(plot -> reach.covers(plot.memberId(), plot.divisionCode()))
				.isPresent())
			.toList();
		if (visible.size() != ids.size()) {
			throw new NotFound("production.planting.not-found", ids.getFirst());
		}
		if (visible.stream().map(Planting::memberId).distinct().count() > 1) {
			throw new RuleBroken("production.operation.several-farms").at("plantingIds");
		}
		return visible;
	}

	/** Locked in order, all of that farm. */
	private List<Planting> ofFarm(List<UUID> ids, UUID farmId) {
		var fields = plantings.findByIdInOrderById(ids);
		if (ids.isEmpty() || fields.size() != ids.size()
				|| fields.stream().anyMatch(field -> !field.memberId().equals(farmId))) {
			throw new NotFound("production.planting.not-found", ids.isEmpty() ? farmId : ids.getFirst());
		}
		return fields;
	}

	/** Late: past the ordinary days, or a spray entered after the harvest it concerns. */
	private boolean late(OperationKind kind, LocalDate on, @Nullable String lateReason, List<Planting> fields,
			Instant saidAt) {
		var late = rules.current().late(on, saidAt.atZone(BusinessClock.ZONE).toLocalDate(), lateReason);
		return late || (kind == OperationKind.SPRAY
				&& fields.stream().anyMatch(field -> reviews.pickedSince(field.id(), on, saidAt)));
	}

	private void work(Planting planting, OperationKind kind, LocalDate on) {
		var from = planting.state();
		planting.work(kind.work(), on);
		if (from != planting.state()) {
			history.record("Planting", planting.id(), from, planting.state(), null);
		}
		plantings.save(planting);
	}

	private FieldOperation.@Nullable Used used(Done done) {
		var used = done.used();
		return (used == null) ? null : new FieldOperation.Used(used.inputId(), used.lotNo(), used.quantity(),
				used.told(), blankToNull(used.pest()));
	}

	private FieldOperation.Entry entry(UUID clientUid, @Nullable String lateReason, boolean late) {
		var actor = Actor.current();
		return new FieldOperation.Entry(clientUid, late, blankToNull(lateReason), clock.now(), actor.personId(),
				actor.displayName());
	}

	private void link(FieldOperation operation, Planting planting) {
		sql.sql("""
				insert into production_operation_planting (tenant_id, operation_id, planting_id) values (?, ?, ?)""")
			.params(Tenant.require(), operation.id(), planting.id())
			.update();
	}

	private void link(FieldOperation operation, About.Worker worker) {
		sql.sql("insert into production_operation_worker (tenant_id, operation_id, name, hours) values (?, ?, ?, ?)")
			.param(Tenant.require())
			.param(operation.id())
			.param(worker.name())
			.param(worker.hours())
			.update();
	}

	/** Draws on the holding and writes one use per planting, shared by area. */
	private void apply(FieldOperation operation, List<Planting> fields, UUID holderId) {
		var input = inputs.require(Objects.requireNonNull(operation.inputId()));
		var quantity = Objects.requireNonNull(operation.quantity());
		holdings.debit(new InputHoldings.Movement(holderId, input.inputId(), Objects.requireNonNull(operation.lotNo()),
				quantity, InputHoldings.Source.USE, operation.id(), operation.onDay()));
		var areas = fields.stream().map(field -> field.areaMu().mu()).toList();
		var shares = Shares.byArea(quantity, areas);
		var dose = Shares.perMu(quantity, areas);
		for (int i = 0; i < fields.size(); i++) {
			var field = fields.get(i);
			var check = check(input, field.id(), field.crop(), operation.onDay(), dose, operation.pest());
			var use = InputUse.of(operation, field.id(), input.name(), shares.get(i), check,
					limits.check(field.id(), input, operation.onDay(), dose));
			history.record(USE, use.id(), null, use.standing(), null);
			uses.save(use);
		}
	}

	/** How the label sees this use; nothing is written. */
	LabelCheck check(Input input, UUID plantingId, String crop, LocalDate on, BigDecimal dosePerMu,
			@Nullable String pest) {
		var nth = sql.sql("""
				select count(*) + 1 from production_input_use
				 where planting_id = ? and input_id = ? and standing <> 'VOID'""")
			.params(plantingId, input.inputId())
			.query(Integer.class)
			.single();
		if (input.kind() != InputKind.PESTICIDE) {
			return LabelCheck.none(dosePerMu, nth);
		}
		var subject = new LabelCheck.Subject(inputs.bannedOn(input.inputId(), crop, on),
				inputs.registered(input.inputId(), on), inputs.rules(input.inputId(), crop, on), pest);
		return LabelCheck.of(subject, dosePerMu, nth, on);
	}

	private static @Nullable String blankToNull(@Nullable String text) {
		return (text == null || text.isBlank()) ? null : text.strip();
	}

	/** Shares of one quantity over several plantings. */
	static final class Shares {

		private Shares() {
		}

		/** By area, six decimals; the shares add up to exactly the quantity. */
		static List<BigDecimal> byArea(BigDecimal quantity, List<BigDecimal> areas) {
			var total = areas.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
			var shares = new ArrayList<BigDecimal>();
			var passed = BigDecimal.ZERO;
			var given = BigDecimal.ZERO;
			for (var area : areas) {
				passed = passed.add(area);
				var due = quantity.multiply(passed).divide(total, 6, RoundingMode.HALF_UP);
				shares.add(due.subtract(given));
				given = due;
			}
			return List.copyOf(shares);
		}

		/** Base units per 亩, six decimals, half-up. */
		static BigDecimal perMu(BigDecimal quantity, List<BigDecimal> areas) {
			return quantity.divide(areas.stream().reduce(BigDecimal.ZERO, BigDecimal::add), 6, RoundingMode.HALF_UP);
		}

	}

}
