package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
@RequiredArgsConstructor
public class PlotCommands {

	private static final String TYPE = "Plot";

	private final Plots plots;

	private final Farms members;

	private final Numbers numbers;

	private final StatusHistory history;

	private final BusinessClock clock;

	/**
	 * @param submit whether it goes to the officer at once, or stays a draft
	 */
	@PreAuthorize("hasAuthority('production:plot:register')")
	public UUID register(UUID memberId, Plot.Description description, boolean submit) {
		members.require(memberId);
		var actor = Actor.current();
		if (!Reach.current().covers(memberId, description.division().value())) {
			throw new NotFound("production.member.not-yours", memberId);
		}
		if (plots.existsByMemberIdAndName(memberId, description.name().strip())) {
			throw new RuleBroken("production.plot.name-taken", description.name().strip()).at("name");
		}
		var plot = Plot.register(numbers.next("plot", "DK-%06d"), memberId, description, actor.personId());
		history.record(TYPE, plot.id(), null, plot.state(), null);
		if (submit) {
			plot.submit(actor.personId(), clock.now());
			history.record(TYPE, plot.id(), PlotState.DRAFT, plot.state(), null);
		}
		return plots.save(plot).id();
	}

	@PreAuthorize("hasAuthority('production:plot:register')")
	public void edit(UUID plotId, Plot.Description description, long version) {
		var plot = reached(plotId).seenAt(version);
		if (!plot.name().equals(description.name().strip())
				&& plots.existsByMemberIdAndName(plot.memberId(), description.name().strip())) {
			throw new RuleBroken("production.plot.name-taken", description.name().strip()).at("name");
		}
		plot.edit(description);
		plots.save(plot);
	}

	@PreAuthorize("hasAuthority('production:plot:register')")
	public void submit(UUID plotId, long version) {
		var plot = reached(plotId).seenAt(version);
		var from = plot.state();
		plot.submit(Actor.current().personId(), clock.now());
		history.record(TYPE, plotId, from, plot.state(), null);
		plots.save(plot);
	}

	@PreAuthorize("hasAuthority('production:plot:verify')")
	public void verify(UUID plotId, AreaMu measured, @Nullable String note, long version) {
		var plot = reached(plotId).seenAt(version);
		var from = plot.state();
		plot.verify(measured, Objects.requireNonNullElse(plot.plantedMu(), BigDecimal.ZERO), Actor.current().personId(),
				clock.now());
		history.record(TYPE, plotId, from, plot.state(), note);
		plots.save(plot);
	}

	@PreAuthorize("hasAuthority('production:plot:verify')")
	public void giveBack(UUID plotId, String reason, long version) {
		var plot = reached(plotId).seenAt(version);
		var from = plot.state();
		plot.giveBack(reason);
		history.record(TYPE, plotId, from, plot.state(), reason);
		plots.save(plot);
	}

	/**
	 * What a person who looks now would see, for callers without a page.
	 */
	public long versionOf(UUID id) {
		return plots.require(id).version();
	}

	private Plot reached(UUID plotId) {
		var plot = plots.require(plotId);
		if (!Reach.current().covers(plot.memberId(), plot.division().value())) {
			throw new NotFound("production.plot.not-found", plotId);
		}
		return plot;
	}

}
