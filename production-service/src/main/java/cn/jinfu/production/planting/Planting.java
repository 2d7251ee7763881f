package cn.jinfu.production.planting;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.PlantingState;
import cn.jinfu.production.planting.PlantingMoves.Action;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** One crop of one season on one plot: the root of trace, quota and credit facts. */
@Entity
@Table(name = "production_planting")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class Planting extends Aggregate<Planting> {

	/** A plan reaches at most this far ahead. */
	private static final int PLAN_DAYS = 366;

	private String no;

	private UUID memberId;

	private UUID plotId;

	private String crop;

	private String variety;

	private int seasonYear;

	@Enumerated(EnumType.STRING)
	private SeasonPart seasonPart;

	private LocalDate sownOn;

	private AreaMu areaMu;

	@Enumerated(EnumType.STRING)
	private PlantingState state;

	private @Nullable LocalDate endedOn;

	private @Nullable String endReason;

	private UUID recordedBy;

	private Instant recordedAt;

	/**
	 * @param sownOn a day to come makes it a plan; seasons count by this day
	 */
	static Planting sow(String no, UUID memberId, UUID plotId, String crop, String variety, SeasonPart part,
			LocalDate sownOn, AreaMu area, LocalDate today, UUID person, Instant now) {
		if (area.mu().signum() <= 0) {
			throw new RuleBroken("production.planting.area-missing").at("areaMu");
		}
		if (sownOn.isAfter(today.plusDays(PLAN_DAYS))) {
			throw new RuleBroken("production.planting.too-far-ahead", PLAN_DAYS).at("sownOn");
		}
		var planting = new Planting();
		planting.no = no;
		planting.memberId = memberId;
		planting.plotId = plotId;
		planting.crop = crop;
		planting.variety = variety.strip();
		planting.seasonYear = sownOn.getYear();
		planting.seasonPart = part;
		planting.sownOn = sownOn;
		planting.areaMu = area;
		planting.state = sownOn.isAfter(today) ? PlantingState.PLANNED : PlantingState.GROWING;
		planting.recordedBy = person;
		planting.recordedAt = now;
		return planting;
	}

	/** Something was done on it that day. */
	public void work(LocalDate on) {
		var next = PlantingMoves.after(state, Action.WORK);
		requireBeforeEnd(on);
		state = next;
	}

	/** Something was picked that day. */
	public void pick(LocalDate on) {
		var next = PlantingMoves.after(state, Action.PICK);
		requireBeforeEnd(on);
		if (on.isBefore(sownOn)) {
			throw new RuleBroken("production.harvest.before-sowing", sownOn).at("pickedOn");
		}
		state = next;
	}

	void end(Action how, LocalDate on, @Nullable String reason) {
		var next = PlantingMoves.after(state, how);
		if ((how == Action.CANCEL || how == Action.FAIL) && (reason == null || reason.isBlank())) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		state = next;
		if (endedOn == null) {
			endedOn = on;
		}
		endReason = (reason == null || reason.isBlank()) ? endReason : reason.strip();
	}

	private void requireBeforeEnd(LocalDate on) {
		if (endedOn != null && on.isAfter(endedOn)) {
			throw new RuleBroken("production.planting.ended", endedOn).at("on");
		}
	}

}
