package cn.jinfu.production.planting;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.Crops;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.PlotDirectory.PlotFacts;
import cn.jinfu.production.Reach;
import cn.jinfu.production.planting.PlantingMoves.Action;
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

	/**
	 * @param areaMu part of the plot, at most what is free on it
	 */
	public record Sow(UUID plotId, String crop, String variety, SeasonPart part, LocalDate sownOn, AreaMu areaMu) {
	}

	private final Plantings plantings;

	private final PlotDirectory plots;

	private final Crops crops;

	private final Numbers numbers;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final JdbcClient sql;

	@PreAuthorize("hasAuthority('production:planting:record')")
	public UUID sow(Sow command) {
		var plot = plots.find(command.plotId())
			.filter(found -> Reach.current().covers(found.memberId(), found.divisionCode()))
			.orElseThrow(() -> new NotFound("production.plot.not-found", command.plotId()));
		if (crops.find(command.crop()).isEmpty()) {
			throw new RuleBroken("production.crop.unknown", command.crop()).at("crop");
		}
		var planting = Planting.sow(numbers.next("planting", "ZZ-%06d"), plot.memberId(), plot.plotId(), command.crop(),
				command.variety(), command.part(), command.sownOn(), command.areaMu(), clock.today(),
				Actor.current().personId(), clock.now());
		occupy(plot, command.areaMu().mu());
		history.record(TYPE, planting.id(), null, planting.state(), null);
		return plantings.save(planting).id();
	}

	/**
	 * @param how FINISH, ARCHIVE, CANCEL or FAIL; the last two with a reason
	 */
	@PreAuthorize("hasAuthority('production:planting:record')")
	public void end(UUID plantingId, Action how, LocalDate on, @Nullable String reason, long version) {
		var planting = plantings.require(plantingId);
		var plot = plots.find(planting.plotId())
			.filter(found -> Reach.current().covers(found.memberId(), found.divisionCode()))
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
	 * What a person who looks now would see, for callers without a page.
	 */
	public long versionOf(UUID id) {
		return plantings.require(id).version();
	}

	/** Takes its share of the plot: two sowings at once meet at the plot's row. */
	private void occupy(PlotFacts plot, BigDecimal mu) {
		var taken = sql
			.sql("update production_plot set planted_mu = planted_mu + ? where id = ? and planted_mu + ? <= area_mu")
			.params(mu, plot.plotId(), mu)
			.update();
		if (taken == 0) {
			var free = sql.sql("select area_mu - planted_mu from production_plot where id = ?")
				.param(plot.plotId())
				.query(BigDecimal.class)
				.single();
			throw new RuleBroken("production.planting.above-plot", plot.name(), free, mu).at("areaMu");
		}
	}

}
