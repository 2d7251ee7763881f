package cn.jinfu.production.planting;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FourEyes;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.Crops;
import cn.jinfu.production.HarvestFollower;
import cn.jinfu.production.PlantingRecords.Work;
import cn.jinfu.production.PlantingState;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.PlotDirectory.PlotFacts;
import cn.jinfu.production.ProductionFourEyes;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import cn.jinfu.production.planting.PlantingMoves.Action;
import cn.jinfu.production.standard.StandardQueries;
import cn.jinfu.production.standard.StandardState;
import cn.jinfu.production.standard.StandardView;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
@RequiredArgsConstructor
public class PlantingCommands {

	private static final String TYPE = "Planting";

	private final Plantings plantings;

	private final PlotDirectory plots;

	private final Farms farms;

	private final Crops crops;

	private final StandardQueries standards;

	private final Numbers numbers;

	private final StatusHistory history;

	private final FourEyes fourEyes;

	private final Audit audit;

	private final List<HarvestFollower> followers;

	private final EntityManager entities;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/**
	 * Goes by the standard that fits best, where one is in force.
	 * @param plotId the area is part of it, at most what is free on it
	 */
	@PreAuthorize("hasAuthority('production:planting:record')")
	public UUID sow(UUID plotId, Planting.Description description) {
		return sow(plotId, description, proposed(description));
	}

	/**
	 * @param standardId an edition in force for this crop; null: by none
	 */
	@PreAuthorize("hasAuthority('production:planting:record')")
	public UUID sow(UUID plotId, Planting.Description description, @Nullable UUID standardId) {
		var plot = reachedPlot(plotId).orElseThrow(() -> new NotFound("production.plot.not-found", plotId));
		farms.require(plot.memberId());
		requireCrop(description.crop());
		var planting = Planting.sow(numbers.next("planting", "ZZ-%06d"), plot.memberId(), plot.plotId(), description,
				clock.today(), Actor.current().personId(), clock.now());
		requireFits(description, standardId);
		planting.goBy(standardId);
		occupy(plot, description.areaMu().mu(), description.sownOn());
		history.record(TYPE, planting.id(), null, planting.state(), null);
		history.record(TYPE, planting.id(), null, planting.verification(), null);
		return plantings.save(planting).id();
	}

	/** Puts right what the officer gave back, or what he has not looked at yet. */
	@PreAuthorize("hasAuthority('production:planting:record')")
	public void amend(UUID plantingId, Planting.Description description, long version) {
		var planting = plantings.require(plantingId);
		var plot = reachedPlot(planting.plotId())
			.orElseThrow(() -> new NotFound("production.planting.not-found", plantingId));
		planting.seenAt(version);
		requireCrop(description.crop());
		var from = planting.verification();
		var before = planting.areaMu().mu();
		var crop = planting.crop();
		planting.amend(description, worked(plantingId), clock.today(), Actor.current().personId());
		if (!crop.equals(planting.crop())) {
			planting.goBy(proposed(description));
		}
		occupy(plot, description.areaMu().mu().subtract(before), description.sownOn());
		history.record(TYPE, plantingId, from, planting.verification(), null);
		plantings.save(planting);
	}

	@PreAuthorize("hasAuthority('production:planting:verify')")
	public void verify(UUID plantingId, @Nullable String note, long version) {
		var planting = plantings.require(plantingId);
		var plot = reachedPlot(planting.plotId())
			.orElseThrow(() -> new NotFound("production.planting.not-found", plantingId));
		planting.seenAt(version);
		if (!plot.verified()) {
			throw new RuleBroken("production.planting.plot-first", plot.name());
		}
		var from = planting.verification();
		planting.verify(Actor.current().personId(), fourEyes.required(ProductionFourEyes.VERIFY_PLANTING), clock.now());
		history.record(TYPE, plantingId, from, planting.verification(), fourEyes.words(note, planting.alone()));
		plantings.save(planting);
	}

	@PreAuthorize("hasAuthority('production:planting:verify')")
	public void giveBack(UUID plantingId, String reason, long version) {
		var planting = plantings.require(plantingId);
		reachedPlot(planting.plotId()).orElseThrow(() -> new NotFound("production.planting.not-found", plantingId));
		planting.seenAt(version);
		var from = planting.verification();
		planting.giveBack(reason);
		history.record(TYPE, plantingId, from, planting.verification(), reason);
		plantings.save(planting);
	}

	/**
	 * @param how FINISH, ARCHIVE, CANCEL or FAIL; the last two with a reason
	 */
	@PreAuthorize("hasAuthority('production:planting:record')")
	public void end(UUID plantingId, Action how, LocalDate on, @Nullable String reason, long version) {
		var planting = plantings.require(plantingId);
		var plot = reachedPlot(planting.plotId())
			.orElseThrow(() -> new NotFound("production.planting.not-found", plantingId));
		planting.seenAt(version);
		if (on.isAfter(clock.today())) {
			throw new RuleBroken("production.entry.future", on).at("on");
		}
		var from = planting.state();
		planting.end(how, on, reason);
		if (from.active() && !planting.state().active()) {
			sql.sql("update production_plot set planted_mu = planted_mu - ? where id = ?")
				.params(planting.areaMu().mu(), plot.plotId())
				.update();
		}
		history.record(TYPE, plantingId, from, planting.state(), reason);
		plantings.save(planting);
	}

	/**
	 * For the yearly job: finished ones that ended before that day go into the archive,
	 * the longest ended first.
	 * @return how many did, at most so many; zero when there are no more
	 */
	public int archive(LocalDate endedBefore, int most) {
		var ids = sql.sql("""
				select id from production_planting where state = 'FINISHED' and ended_on < ?
				 order by ended_on, id limit ?""").params(endedBefore, most).query(UUID.class).list();
		var done = 0;
		for (var planting : plantings.findByIdInOrderById(ids)) {
			var from = planting.state();
			// somebody may have been faster while it was waited for
			if (from == PlantingState.FINISHED) {
				planting.end(Action.ARCHIVE, endedBefore, null);
				history.record(TYPE, planting.id(), from, planting.state(), null);
				plantings.save(planting);
				done++;
			}
		}
		return done;
	}

	/**
	 * The farm says that up to today nothing of the kind was used on it.
	 * @param kind SPRAYING or FERTILISING
	 */
	@PreAuthorize("hasAuthority('production:planting:record')")
	public void sayNone(UUID plantingId, Work kind, long version) {
		var planting = plantings.require(plantingId);
		reachedPlot(planting.plotId()).orElseThrow(() -> new NotFound("production.planting.not-found", plantingId));
		planting.seenAt(version);
		planting.sayNone(kind, used(plantingId, kind), clock.today());
		plantings.save(planting);
		audit.record("none-used", TYPE, plantingId, kind + " " + clock.today());
		entities.flush();
		followers.forEach(follower -> follower.fieldChanged(plantingId));
	}

	private boolean used(UUID plantingId, Work kind) {
		return sql.sql("""
				select exists (select 1 from production_operation_planting x join production_operation o
				         on o.tenant_id = x.tenant_id and o.id = x.operation_id
				        where x.planting_id = ? and o.state = 'DONE' and o.kind = ?)""")
			.params(plantingId, (kind == Work.SPRAYING) ? "SPRAY" : "FERTILISE")
			.query(Boolean.class)
			.single();
	}

	/**
	 * What a person who looks now would see, for callers without a page.
	 */
	public long versionOf(UUID id) {
		return plantings.require(id).version();
	}

	private Optional<PlotFacts> reachedPlot(UUID plotId) {
		return plots.find(plotId).filter(found -> Reach.current().covers(found.memberId(), found.divisionCode()));
	}

	private void requireCrop(String crop) {
		if (crops.find(crop).isEmpty()) {
			throw new RuleBroken("production.crop.unknown", crop).at("crop");
		}
	}

	private @Nullable UUID proposed(Planting.Description description) {
		return standards.proposed(description.crop(), description.variety()).map(StandardView::id).orElse(null);
	}

	private void requireFits(Planting.Description description, @Nullable UUID standardId) {
		if (standardId == null) {
			return;
		}
		var standard = standards.view(standardId);
		if (standard.state() != StandardState.IN_FORCE) {
			throw new RuleBroken("production.standard.not-in-force", standard.name()).at("standardId");
		}
		if (!standard.crop().equals(description.crop())) {
			throw new RuleBroken("production.standard.not-for-crop", standard.name()).at("standardId");
		}
	}

	private boolean worked(UUID plantingId) {
		return sql.sql("""
				select exists (select 1 from production_operation_planting x join production_operation o
				         on o.tenant_id = x.tenant_id and o.id = x.operation_id
				        where x.planting_id = ? and o.state = 'DONE')
				    or exists (select 1 from production_harvest_lot where planting_id = ? and status <> 'VOID')""")
			.params(plantingId, plantingId)
			.query(Boolean.class)
			.single();
	}

	/**
	 * Takes its share of the plot. The row is locked before what is given away is read,
	 * so that two sowings, or a sowing and a transfer, meet there.
	 */
	private void occupy(PlotFacts plot, BigDecimal mu, LocalDate sownOn) {
		sql.sql("select 1 from production_plot where id = ? for no key update")
			.param(plot.plotId())
			.query(Integer.class)
			.single();
		var taken = sql.sql("""
				update production_plot set planted_mu = planted_mu + ?
				 where id = ? and (? <= 0 or planted_mu + ? + production_given_mu(id, ?) <= area_mu)""")
			.params(mu, plot.plotId(), mu, mu, sownOn)
			.update();
		if (taken == 0) {
			var free = sql.sql(
					"select greatest(area_mu - planted_mu - production_given_mu(id, ?), 0) from production_plot where id = ?")
				.params(sownOn, plot.plotId())
				.query(BigDecimal.class)
				.single();
			throw new RuleBroken("production.planting.above-plot", plot.name(), free, mu).at("areaMu");
		}
	}

}
