package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.FourEyes;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.ProductionFourEyes;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.multipart.MultipartFile;

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

	private final FileStore files;

	private final FourEyes fourEyes;

	private final BoundaryQueries boundaries;

	/**
	 * @param photo of the plot, null when none was taken
	 * @param submit whether it goes to the officer at once, or stays a draft
	 */
	@PreAuthorize("hasAuthority('production:plot:register')")
	public UUID register(UUID memberId, Plot.Description description, @Nullable MultipartFile photo, boolean submit) {
		members.requireReached(memberId);
		var actor = Actor.current();
		if (!Reach.current().covers(memberId, description.division().value())) {
			throw new NotFound("production.member.not-yours", memberId);
		}
		if (plots.existsByMemberIdAndName(memberId, description.name().strip())) {
			throw new RuleBroken("production.plot.name-taken", description.name().strip()).at("name");
		}
		var plot = Plot.register(numbers.next("plot", "DK-%06d"), memberId,
				description.withPhotoId(store(photo, memberId, description.photoId())), actor.personId(),
				(actor.scope().kind() == Scope.Kind.MEMBER && actor.behalf() == null) ? null : actor.displayName());
		history.record(TYPE, plot.id(), null, plot.state(), null);
		if (submit) {
			submit(plot);
		}
		return plots.save(plot).id();
	}

	/**
	 * @param photo a better one, or null to keep what there is
	 * @param submit whether it goes to the officer with it
	 */
	@PreAuthorize("hasAuthority('production:plot:register')")
	public void edit(UUID plotId, Plot.Description description, @Nullable MultipartFile photo, boolean submit,
			long version) {
		var plot = reached(plotId).seenAt(version);
		if (!Reach.current().covers(plot.memberId(), description.division().value())) {
			throw new NotFound("production.member.not-yours", plot.memberId());
		}
		if (!plot.name().equals(description.name().strip())
				&& plots.existsByMemberIdAndName(plot.memberId(), description.name().strip())) {
			throw new RuleBroken("production.plot.name-taken", description.name().strip()).at("name");
		}
		var planted = Objects.requireNonNullElse(plot.plantedMu(), BigDecimal.ZERO);
		if (description.declaredMu().mu().compareTo(planted) < 0) {
			throw new RuleBroken("production.plot.declared-below-planted", description.declaredMu().mu(), planted)
				.at("declaredMu");
		}
		plot.edit(description.withPhotoId(store(photo, plot.memberId(), plot.photoId())));
		if (submit) {
			submit(plot);
		}
		plots.save(plot);
	}

	@PreAuthorize("hasAuthority('production:plot:register')")
	public void picture(UUID plotId, MultipartFile photo) {
		var plot = reached(plotId);
		var stored = store(photo, plot.memberId(), null);
		if (stored == null) {
			throw new RuleBroken("production.plot.photo-missing").at("photo");
		}
		plot.picture(stored);
		plots.save(plot);
	}

	@PreAuthorize("hasAuthority('production:plot:register')")
	public void submit(UUID plotId, long version) {
		var plot = reached(plotId).seenAt(version);
		submit(plot);
		plots.save(plot);
	}

	private void submit(Plot plot) {
		var from = plot.state();
		plot.submit(Actor.current().personId(), clock.now());
		history.record(TYPE, plot.id(), from, plot.state(), null);
	}

	private @Nullable UUID store(@Nullable MultipartFile photo, UUID memberId, @Nullable UUID otherwise) {
		return files.store(FileStore.Kind.PHOTO, photo, FileStore.Visibility.MEMBER, memberId)
			.map(FileStore.Stored::fileId)
			.orElse(otherwise);
	}

	@PreAuthorize("hasAuthority('production:plot:verify')")
	public void verify(UUID plotId, AreaMu measured, @Nullable String note, long version) {
		var plot = reached(plotId).seenAt(version);
		boundaries.requireClear(plotId);
		var from = plot.state();
		plot.verify(measured, Objects.requireNonNullElse(plot.plantedMu(), BigDecimal.ZERO), Actor.current().personId(),
				fourEyes.required(ProductionFourEyes.VERIFY_PLOT), clock.now());
		history.record(TYPE, plotId, from, plot.state(), fourEyes.words(note, plot.alone()));
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
