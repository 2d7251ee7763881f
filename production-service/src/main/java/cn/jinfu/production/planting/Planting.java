package cn.jinfu.production.planting;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.FourEyesStep;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.PlantingRecords.Work;
import cn.jinfu.production.PlantingState;
import cn.jinfu.production.PlantingVerified;
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

	/**
	 * What the farm tells of it.
	 *
	 * @param sownOn a day to come makes it a plan; seasons count by this day
	 */
	public record Description(String crop, String variety, SeasonPart part, LocalDate sownOn, AreaMu areaMu) {

		public Description {
			if (areaMu.mu().signum() <= 0) {
				throw new RuleBroken("production.planting.area-missing").at("areaMu");
			}
		}

	}

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

	@Enumerated(EnumType.STRING)
	private Verification verification;

	private @Nullable UUID verifiedBy;

	private @Nullable Instant verifiedAt;

	/** The verifier had entered it, as the federation allowed then. */
	private boolean alone;

	/** The farm has said: up to this day nothing was sprayed. */
	private @Nullable LocalDate noSprayUntil;

	private @Nullable LocalDate noFertiliserUntil;

	/** The edition of the crop's standard that it goes by. */
	private @Nullable UUID standardId;

	private UUID recordedBy;

	private Instant recordedAt;

	static Planting sow(String no, UUID memberId, UUID plotId, Description description, LocalDate today, UUID person,
			Instant now) {
		requireNear(description.sownOn(), today);
		var planting = new Planting();
		planting.no = no;
		planting.memberId = memberId;
		planting.plotId = plotId;
		planting.describe(description);
		planting.state = description.sownOn().isAfter(today) ? PlantingState.PLANNED : PlantingState.GROWING;
		planting.verification = Verification.SUBMITTED;
		planting.recordedBy = person;
		planting.recordedAt = now;
		return planting;
	}

	/**
	 * Put right by its farm, and before the officer again. What was entered on it stays,
	 * so the crop can be changed only while nothing was.
	 * @param worked whether any work or harvest was recorded on it
	 */
	void amend(Description description, boolean worked, LocalDate today, UUID person) {
		var next = verification.after(Verification.Action.AMEND);
		if (!state.active()) {
			throw new RuleBroken("production.planting.ended", Objects.requireNonNullElse(endedOn, today));
		}
		requireNear(description.sownOn(), today);
		if (worked && !description.crop().equals(crop)) {
			throw new RuleBroken("production.planting.crop-worked").at("crop");
		}
		if (worked && description.sownOn().isAfter(sownOn)) {
			throw new RuleBroken("production.planting.sown-after-work").at("sownOn");
		}
		verification = next;
		recordedBy = person;
		describe(description);
	}

	private void describe(Description description) {
		crop = description.crop();
		variety = description.variety().strip();
		seasonYear = description.sownOn().getYear();
		seasonPart = description.part();
		sownOn = description.sownOn();
		areaMu = description.areaMu();
		noSprayUntil = fromSowing(noSprayUntil);
		noFertiliserUntil = fromSowing(noFertiliserUntil);
	}

	private @Nullable LocalDate fromSowing(@Nullable LocalDate until) {
		return (until != null && until.isBefore(sownOn)) ? null : until;
	}

	/**
	 * 没打过药、没施过肥: a farm that uses nothing says so, and its record is complete.
	 * @param used whether anything of the kind is recorded on it
	 */
	void sayNone(Work kind, boolean used, LocalDate today) {
		if (kind == Work.OTHER) {
			throw new RuleBroken("production.planting.none-of-what").at("kind");
		}
		var until = (endedOn != null && endedOn.isBefore(today)) ? endedOn : today;
		if (until.isBefore(sownOn)) {
			throw new RuleBroken("production.planting.not-sown-yet", sownOn);
		}
		if (used) {
			throw new RuleBroken("production.planting.used-already", kind);
		}
		if (kind == Work.SPRAYING) {
			noSprayUntil = until;
		}
		else {
			noFertiliserUntil = until;
		}
	}

	/**
	 * @param standard an edition for this crop; null: by none
	 */
	void goBy(@Nullable UUID standard) {
		standardId = standard;
	}

	private static void requireNear(LocalDate sownOn, LocalDate today) {
		if (sownOn.isAfter(today.plusDays(PLAN_DAYS))) {
			throw new RuleBroken("production.planting.too-far-ahead", PLAN_DAYS).at("sownOn");
		}
	}

	/**
	 * Somebody has seen that it stands there.
	 * @param twoPeople whether it must be another than who entered it
	 */
	void verify(UUID person, boolean twoPeople, Instant at) {
		var next = verification.after(Verification.Action.VERIFY);
		var same = FourEyesStep.tookPart(person, recordedBy);
		if (same && twoPeople) {
			throw new Forbidden("production.planting.same-person");
		}
		verification = next;
		verifiedBy = person;
		verifiedAt = at;
		alone = same;
		registerEvent(new PlantingVerified(tenantId(), id(), memberId));
	}

	/**
	 * 退回补正: gives no cap until it is put right.
	 * @param reason what is wrong, in words for the farm
	 */
	void giveBack(String reason) {
		var next = verification.after(Verification.Action.RETURN);
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		verification = next;
		verifiedBy = null;
		verifiedAt = null;
		alone = false;
		registerEvent(new PlantingVerified(tenantId(), id(), memberId));
	}

	/** Something was done on it that day; what was said to the contrary is void. */
	public void work(Work kind, LocalDate on) {
		var next = PlantingMoves.after(state, Action.WORK);
		requireBeforeEnd(on);
		state = next;
		if (kind == Work.SPRAYING) {
			noSprayUntil = contradicted(noSprayUntil, on);
		}
		if (kind == Work.FERTILISING) {
			noFertiliserUntil = contradicted(noFertiliserUntil, on);
		}
	}

	private static @Nullable LocalDate contradicted(@Nullable LocalDate until, LocalDate on) {
		return (until != null && !on.isAfter(until)) ? null : until;
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
