package cn.jinfu.production.harvest;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.WeightKg;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.production.HarvestFollower;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.Reach;
import cn.jinfu.production.Told;
import cn.jinfu.production.input.EntryRules;
import cn.jinfu.production.planting.Planting;
import cn.jinfu.production.planting.Plantings;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
@RequiredArgsConstructor
public class HarvestCommands {

	private static final String TYPE = "HarvestLot";

	/** What the register of service uses calls a harvest. */
	private static final String SOURCE = "production.harvest";

	/**
	 * @param clientUid drawn by the phone, so that a repeated upload does nothing
	 */
	public record Pick(UUID clientUid, UUID plantingId, LocalDate pickedOn, WeightKg weight, @Nullable Told told,
			String grade, @Nullable String note, @Nullable String lateReason) {
	}

	private final Harvests harvests;

	private final Plantings plantings;

	private final PlotDirectory plots;

	private final HarvestReviews reviews;

	private final EntryRules rules;

	private final Numbers numbers;

	private final ServiceUse served;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final List<HarvestFollower> followers;

	private final ApplicationEventPublisher events;

	private final JdbcClient sql;

	private final EntityManager entities;

	/** Records what was picked, whether or not it may be promised. */
	@PreAuthorize("hasAuthority('production:harvest:record')")
	public UUID pick(Pick command) {
		var planting = reached(command.plantingId());
		var known = harvests.findByClientUid(command.clientUid());
		if (known.isPresent()) {
			return known(known.get(), command);
		}
		var late = rules.current().late(command.pickedOn(), clock.today(), command.lateReason());
		var from = planting.state();
		planting.pick(command.pickedOn());
		var harvested = sql.sql("""
				select coalesce(sum(weight_kg), 0) from production_harvest_lot
				 where planting_id = ? and status <> 'VOID'""")
			.param(planting.id())
			.query(java.math.BigDecimal.class)
			.single();
		var actor = Actor.current();
		var lot = HarvestLot.pick(numbers.next("harvest", "CS-%06d"), planting.memberId(), planting.id(),
				command.pickedOn(), command.weight(), command.told(),
				Cap.above(reviews.cap(planting.id()), harvested, command.weight().kg()), command.grade(),
				command.note(), PickCheck.of(reviews.uses(planting.id()), command.pickedOn()),
				new HarvestLot.Entry(command.clientUid(), late, command.lateReason(), clock.now(), actor.personId(),
						actor.displayName()));
		history.record(TYPE, lot.id(), null, lot.status(), null);
		harvests.save(lot);
		if (from != planting.state()) {
			history.record("Planting", planting.id(), from, planting.state(), null);
		}
		plantings.save(planting);
		entities.flush();
		served.record(planting.memberId(), ServiceKind.PRODUCTION_RECORD, command.pickedOn(), SOURCE, lot.id());
		followers.forEach(follower -> follower.recorded(lot.recorded()));
		events.publishEvent(lot.recorded());
		return lot.id();
	}

	/** Strikes out what was entered by mistake; the row stays readable. */
	@PreAuthorize("hasAuthority('production:harvest:record')")
	public void strike(UUID harvestLotId, String reason) {
		var plantingId = harvests.require(harvestLotId).plantingId();
		reached(plantingId);
		var lot = harvests.require(harvestLotId);
		entities.refresh(lot);
		var from = lot.status();
		var marked = lot.strike(reason);
		history.record(TYPE, harvestLotId, from, lot.status(), reason);
		harvests.save(lot);
		served.reverse(ServiceKind.PRODUCTION_RECORD, SOURCE, harvestLotId);
		reviews.recount(plantingId);
		followers.forEach(follower -> follower.marked(marked));
		events.publishEvent(marked);
	}

	/** The same key is the same entry. */
	private static UUID known(HarvestLot first, Pick again) {
		if (!first.plantingId().equals(again.plantingId()) || !first.pickedOn().equals(again.pickedOn())
				|| first.weightKg().kg().compareTo(again.weight().kg()) != 0) {
			throw new RuleBroken("production.entry.key-reused");
		}
		return first.id();
	}

	private Planting reached(UUID plantingId) {
		var planting = plantings.require(plantingId);
		var plot = plots.find(planting.plotId());
		if (plot.filter(found -> Reach.current().covers(found.memberId(), found.divisionCode())).isEmpty()) {
			throw new NotFound("production.planting.not-found", plantingId);
		}
		return planting;
	}

}
