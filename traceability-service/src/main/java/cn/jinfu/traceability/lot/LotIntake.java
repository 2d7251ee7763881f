package cn.jinfu.traceability.lot;

import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.production.HarvestFollower;
import cn.jinfu.production.HarvestLotStatus;
import cn.jinfu.production.HarvestLots;
import cn.jinfu.production.HarvestMarked;
import cn.jinfu.production.HarvestRecorded;
import cn.jinfu.production.HoldReason;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.traceability.lot.TraceLot.Hold;
import lombok.RequiredArgsConstructor;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Opens a lot in the transaction that records the harvest: the grower's next page shows
 * it, and no harvest exists without one.
 */
@Component
@RequiredArgsConstructor
@Transactional(propagation = Propagation.MANDATORY)
class LotIntake implements HarvestFollower {

	private final TraceLots lots;

	private final LotChanges changes;

	private final PassingTests tests;

	private final PlantingFacts plantings;

	private final HarvestLots harvests;

	private final PlotDirectory plots;

	private final MemberDirectory members;

	private final Divisions divisions;

	private final BusinessClock clock;

	private final JdbcClient sql;

	private final ApplicationEventPublisher news;

	@Override
	public void recorded(HarvestRecorded event) {
		if (lots.existsById(event.harvestLotId())) {
			return;
		}
		var lot = TraceLot.open(harvest(event), lotCode(event), clock.now());
		changes.opened(lot);
		if (event.status() == HarvestLotStatus.PROBLEM && event.hold() != null) {
			hold(lot, event.hold());
		}
		else {
			tested(lot);
		}
		changes.touched(lot.id());
		news.publishEvent(new LotNews.Opened(lot.id()));
	}

	@Override
	public void marked(HarvestMarked event) {
		var lot = lots.requireLocked(event.harvestLotId());
		switch (event.status()) {
			case PROBLEM -> {
				if (event.hold() != null && lot.status().actions().contains(LotStatus.Action.HOLD)) {
					hold(lot, event.hold());
				}
			}
			case VALID -> {
				changes.apply(lot, null, it -> it.clear(clock.now()));
				tested(lot);
			}
			case VOID -> strikeOut(lot);
		}
	}

	@Override
	public void fieldChanged(UUID plantingId) {
		sql.sql("select id from trace_lot where planting_id = ? order by id")
			.param(plantingId)
			.query(UUID.class)
			.list()
			.forEach(id -> changes.apply(lots.requireLocked(id), null, it -> {
			}));
	}

	private void strikeOut(TraceLot lot) {
		var cause = HoldCause.HARVEST_VOID;
		if (lot.status() == LotStatus.OPEN || lot.status() == LotStatus.HELD) {
			changes.destroy(lot, cause.name());
		}
		else if (lot.status().actions().contains(LotStatus.Action.HOLD)) {
			changes.apply(lot, cause.name(), it -> it.hold(new Hold(cause, ""), clock.now()));
		}
	}

	private void hold(TraceLot lot, HoldReason reason) {
		var hold = new Hold(HoldCause.of(reason.kind()), reason.product(), reason.safeOn(), reason.daysShort());
		changes.apply(lot, reason.product(), it -> it.hold(hold, clock.now()));
	}

	/**
	 * A waiting lot follows what the laboratory last said of its planting: a failed
	 * result also stops what is picked after it, until a later one passes.
	 */
	private void tested(TraceLot lot) {
		if (lot.status() != LotStatus.OPEN) {
			return;
		}
		var failed = tests.failed(lot);
		var passed = tests.speakingFor(lot);
		changes.apply(lot, failed.orElse(null), it -> {
			failed.ifPresent(number -> it.hold(new Hold(HoldCause.TEST_FAILED, number), clock.now()));
			if (failed.isEmpty()) {
				passed.ifPresent(day -> it.release(day, null, clock.now()));
			}
		});
	}

	private TraceLot.Harvest harvest(HarvestRecorded event) {
		var planting = plantings.find(event.plantingId())
			.orElseThrow(() -> new IllegalStateException("a harvest without planting " + event.plantingId()));
		var grade = harvests.find(event.harvestLotId()).map(HarvestLots.HarvestLotFact::grade).orElse(null);
		var member = members.require(event.memberId());
		var plot = plots.find(planting.plotId());
		var origin = plot.map(this::origin).orElse("");
		var division = plot.map(PlotDirectory.PlotFacts::divisionCode).orElse(member.divisionCode());
		return new TraceLot.Harvest(event.harvestLotId(), event.memberId(), event.plantingId(), planting.crop(),
				planting.cropName(), planting.variety(), grade, member.name(), origin, division, event.pickedOn(),
				event.weightKg());
	}

	/** County, township and village; never the plot. */
	private String origin(PlotDirectory.PlotFacts plot) {
		var code = plot.divisionCode();
		var township = divisions.name(new DivisionCode(code.substring(0, Math.min(9, code.length()))));
		var county = divisions.name(new DivisionCode(code.substring(0, Math.min(6, code.length()))));
		return county + township + plot.village();
	}

	private String lotCode(HarvestRecorded event) {
		var running = sql.sql("select nextval('jf_number_lot')").query(Long.class).single();
		return LotCode.of(event.memberId(), event.pickedOn(), running);
	}

}
