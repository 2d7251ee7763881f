package cn.jinfu.traceability.lot;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.traceability.LotRecalled;
import cn.jinfu.traceability.lot.LotStatus.Action;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * What a harvest became: how much of it is left, and whether it may leave the farm. Bears
 * the id of its harvest lot. Whoever takes kilograms or holds it locks the row first, so
 * a shipment racing a hold loses.
 */
@Entity
@Table(name = "trace_lot")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class TraceLot extends Aggregate<TraceLot> {

	private static final int ORIGIN = 120;

	private String lotCode;

	/** Whose it is: the farm, later the packer or whoever got it. */
	private UUID memberId;

	/** Null when it was made of several plantings. */
	private @Nullable UUID plantingId;

	@Enumerated(EnumType.STRING)
	private LotKind kind;

	/** The step or hand-over that made it; null for a harvest. */
	private @Nullable UUID sourceId;

	private String crop;

	private String cropName;

	private @Nullable String variety;

	private @Nullable String grade;

	/** Name of the member as printed. */
	private String producer;

	/** Down to the village, never the plot. */
	private String origin;

	/** Code of where it grew: who may see it. */
	private String division;

	private LocalDate harvestedOn;

	private BigDecimal kg;

	private BigDecimal kgLeft;

	private BigDecimal kgLabelled;

	/** Went into steps; labels of this lot no longer stand for it. */
	private BigDecimal kgReworked;

	@Enumerated(EnumType.STRING)
	private LotStatus status;

	@Enumerated(EnumType.STRING)
	private @Nullable HoldCause holdReason;

	/** The input's name behind a hold of production's, else the officer's words. */
	private @Nullable String holdDetail;

	private @Nullable LocalDate holdSafeOn;

	private @Nullable Integer holdDays;

	private Instant statusAt;

	private int completeness;

	/** First day on which a buyer said that goods of it came. */
	private @Nullable LocalDate arrivedOn;

	private TraceLot(UUID harvestLotId) {
		super(harvestLotId);
	}

	/** What is known of a harvest when it is weighed. */
	public record Harvest(UUID harvestLotId, UUID memberId, UUID plantingId, String crop, String cropName,
			@Nullable String variety, @Nullable String grade, String producer, String origin, String division,
			LocalDate on, BigDecimal kg) {
	}

	/** Why nothing may be promised. */
	public record Hold(HoldCause cause, String detail, @Nullable LocalDate safeOn, @Nullable Integer days) {

		public Hold(HoldCause cause, String detail) {
			this(cause, detail, null, null);
		}

	}

	/**
	 * What a step made of other lots, or a receiver got of one.
	 *
	 * @param sources the lots it is made of
	 */
	public record Birth(LotKind kind, UUID sourceId, UUID holderId, String holder, String division, String cropName,
			@Nullable String grade, BigDecimal kg, List<TraceLot> sources) {
	}

	/**
	 * It stands as its worst source stood: what is made of a held lot is held, for the
	 * same reason, and what is made of a waiting one waits.
	 */
	static TraceLot born(Birth birth, String lotCode, Instant at) {
		var first = birth.sources().getFirst();
		var lot = new TraceLot(Ids.next());
		lot.kind = birth.kind();
		lot.sourceId = birth.sourceId();
		lot.lotCode = lotCode;
		lot.memberId = birth.holderId();
		lot.plantingId = common(birth.sources(), TraceLot::plantingId);
		lot.crop = first.crop;
		lot.cropName = birth.cropName();
		lot.variety = common(birth.sources(), TraceLot::variety);
		lot.grade = birth.grade();
		lot.producer = birth.holder();
		lot.origin = cut(birth.sources().stream().map(TraceLot::origin).distinct().collect(Collectors.joining(" / ")));
		lot.division = birth.division();
		lot.harvestedOn = birth.sources().stream().map(TraceLot::harvestedOn).min(LocalDate::compareTo).orElseThrow();
		lot.kg = birth.kg();
		lot.kgLeft = birth.kg();
		lot.kgLabelled = BigDecimal.ZERO;
		lot.kgReworked = BigDecimal.ZERO;
		lot.status = LotStatus.RELEASED;
		lot.statusAt = at;
		if (birth.sources().stream().anyMatch(it -> it.status == LotStatus.OPEN)) {
			lot.status = LotStatus.OPEN;
		}
		birth.sources()
			.stream()
			.filter(it -> it.status == LotStatus.HELD || it.status == LotStatus.RECALLED)
			.max(Comparator.comparing(it -> it.holdReason != null && it.holdReason.permanent()))
			.ifPresent(worst -> {
				lot.status = LotStatus.HELD;
				lot.because(new Hold(worst.holdReason != null ? worst.holdReason : HoldCause.OFFICER,
						String.valueOf(worst.holdDetail), worst.holdSafeOn, worst.holdDays));
			});
		return lot;
	}

	private static <T> @Nullable T common(List<TraceLot> lots, Function<TraceLot, @Nullable T> what) {
		var first = what.apply(lots.getFirst());
		return lots.stream().allMatch(it -> Objects.equals(first, what.apply(it))) ? first : null;
	}

	private static String cut(String origin) {
		return (origin.length() <= ORIGIN) ? origin : origin.substring(0, ORIGIN - 1) + "…";
	}

	static TraceLot open(Harvest harvest, String lotCode, Instant at) {
		var lot = new TraceLot(harvest.harvestLotId());
		lot.kind = LotKind.HARVEST;
		lot.lotCode = lotCode;
		lot.memberId = harvest.memberId();
		lot.plantingId = harvest.plantingId();
		lot.crop = harvest.crop();
		lot.cropName = harvest.cropName();
		lot.variety = harvest.variety();
		lot.grade = harvest.grade();
		lot.producer = harvest.producer();
		lot.origin = harvest.origin();
		lot.division = harvest.division();
		lot.harvestedOn = harvest.on();
		lot.kg = harvest.kg();
		lot.kgLeft = harvest.kg();
		lot.kgLabelled = BigDecimal.ZERO;
		lot.kgReworked = BigDecimal.ZERO;
		lot.status = LotStatus.OPEN;
		lot.statusAt = at;
		return lot;
	}

	/**
	 * Stops everything; a hold that can never be lifted is not replaced by a milder one.
	 */
	void hold(Hold hold, Instant at) {
		var next = status.after(Action.HOLD);
		if (holdReason != null && holdReason.permanent()) {
			return;
		}
		become(next, at);
		because(hold);
	}

	/** The technician cleared what production had held; other holds stay. */
	void clear(Instant at) {
		if (status != LotStatus.HELD || holdReason == null || !holdReason.technical()) {
			return;
		}
		become(status.after(Action.CLEAR), at);
		unhold();
	}

	/**
	 * It may be certified, labelled and sold.
	 * @param passedOn sampling date of the latest confirmed passing test with no failed
	 * one after it, or null
	 * @param reason the officer's words; needed where no test speaks for the lot
	 */
	void release(@Nullable LocalDate passedOn, @Nullable String reason, Instant at) {
		var next = status.after(Action.RELEASE);
		if (holdReason != null && holdReason.permanent()) {
			throw new RuleBroken("trace.lot.hold-stays", holdReason);
		}
		if (holdReason != null && holdReason.technical()) {
			throw new RuleBroken("trace.lot.technician-decides", holdReason);
		}
		if (holdReason == HoldCause.RECALL_CASE) {
			throw new RuleBroken("trace.lot.recall-runs");
		}
		if (holdReason == HoldCause.TEST_FAILED && passedOn == null) {
			throw new RuleBroken("trace.lot.needs-passing-test");
		}
		if (passedOn == null && (reason == null || reason.isBlank())) {
			throw new RuleBroken("trace.lot.release-needs-reason").at("reason");
		}
		become(next, at);
		unhold();
		if (kgLeft.signum() == 0) {
			become(status.after(Action.CONSUME), at);
		}
	}

	void recall(String reason, Instant at) {
		var next = status.after(Action.RECALL);
		if (reason.isBlank()) {
			throw new RuleBroken("trace.lot.reason-missing").at("reason");
		}
		become(next, at);
		if (holdReason == null) {
			holdReason = HoldCause.OFFICER;
		}
		holdDetail = reason;
		registerEvent(new LotRecalled(tenantId(), id(), memberId, plantingId));
	}

	void destroy(String reason, Instant at) {
		become(status.after(Action.DESTROY), at);
		holdDetail = reason;
		kgLeft = BigDecimal.ZERO;
	}

	/**
	 * Takes kilograms out, for a delivery.
	 * @throws RuleBroken when the lot may not be sold or holds less
	 */
	void take(BigDecimal kilograms, Instant at) {
		requireSellable();
		requireLeft(kilograms);
		kgLeft = kgLeft.subtract(kilograms);
		if (kgLeft.signum() == 0) {
			become(status.after(Action.CONSUME), at);
		}
	}

	/**
	 * Takes kilograms out, to another member.
	 * @param bulk loose: from now on whoever gets them labels them
	 */
	void give(BigDecimal kilograms, boolean bulk, Instant at) {
		requireSellable();
		handed(kilograms, bulk, at);
	}

	/** The same for goods that left before: a fact, whatever the lot has become since. */
	void handed(BigDecimal kilograms, boolean bulk, Instant at) {
		requireLeft(kilograms);
		var reworked = bulk ? kgReworked.add(kilograms) : kgReworked;
		if (reworked.add(kgLabelled).compareTo(kg) > 0) {
			throw new RuleBroken("trace.hand-over.labelled", lotCode, kgLabelled).at("bulk");
		}
		kgReworked = reworked;
		kgLeft = kgLeft.subtract(kilograms);
		if (kgLeft.signum() == 0 && status == LotStatus.RELEASED) {
			become(status.after(Action.CONSUME), at);
		}
	}

	private void requireLeft(BigDecimal kilograms) {
		if (kilograms.signum() <= 0) {
			throw new RuleBroken("trace.lot.nothing-taken").at("kg");
		}
		if (kilograms.compareTo(kgLeft) > 0) {
			throw new RuleBroken("trace.lot.short", kilograms, kgLeft, lotCode).at("kg");
		}
	}

	/**
	 * Takes kilograms into a step. What happened is recorded even of a lot that may not
	 * be sold; a lot that is called back, used up or destroyed has none to give.
	 */
	void use(BigDecimal kilograms, Instant at) {
		if (status == LotStatus.RECALLED || status == LotStatus.DESTROYED || status == LotStatus.CONSUMED) {
			requireSellable();
		}
		requireLeft(kilograms);
		var reworked = kgReworked.add(kilograms);
		if (reworked.add(kgLabelled).compareTo(kg) > 0) {
			throw new RuleBroken("trace.step.labelled", lotCode, kgLabelled).at("kg");
		}
		kgReworked = reworked;
		kgLeft = kgLeft.subtract(kilograms);
		if (kgLeft.signum() == 0 && status == LotStatus.RELEASED) {
			become(status.after(Action.CONSUME), at);
		}
	}

	/** The step was declared wrong, or loose goods came back: they are here again. */
	void unuse(BigDecimal kilograms, Instant at) {
		giveBack(kilograms, at);
		kgReworked = kgReworked.subtract(kilograms);
	}

	/** The step that made it was declared wrong: there is no such lot. */
	void unmake(Instant at) {
		if (kgLeft.compareTo(kg) != 0 || kgLabelled.signum() > 0) {
			throw new RuleBroken("trace.step.made-on", lotCode);
		}
		if (status == LotStatus.RECALLED) {
			throw new RuleBroken("trace.lot.recalled", lotCode, (holdReason != null) ? holdReason : HoldCause.OFFICER);
		}
		become(LotStatus.DESTROYED, at);
		kgLeft = BigDecimal.ZERO;
	}

	/**
	 * Goods of an order go back to where they came from, whole; whatever stopped it stays
	 * on record.
	 */
	void handBack(Instant at) {
		if (kgLeft.compareTo(kg) != 0 || kgLabelled.signum() > 0) {
			throw new RuleBroken("trace.lot.used-since", lotCode);
		}
		kgLeft = BigDecimal.ZERO;
		if (status == LotStatus.RELEASED) {
			become(status.after(Action.CONSUME), at);
		}
	}

	/** Puts back what did not leave after all; a held or recalled lot stays so. */
	void giveBack(BigDecimal kilograms, Instant at) {
		var more = kgLeft.add(kilograms);
		if (kilograms.signum() <= 0 || more.compareTo(kg) > 0) {
			throw new RuleBroken("trace.lot.too-much-back", kilograms, kg.subtract(kgLeft)).at("kg");
		}
		if (status == LotStatus.CONSUMED) {
			become(status.after(Action.RESTORE), at);
		}
		kgLeft = more;
	}

	/**
	 * @throws RuleBroken with the reason why this lot may not be promised to anybody
	 */
	public void requireSellable() {
		switch (status) {
			case RELEASED -> {
			}
			case OPEN -> throw new RuleBroken("trace.lot.not-released", lotCode);
			case HELD, RECALLED -> {
				if (holdReason == HoldCause.EARLY_HARVEST) {
					throw new RuleBroken("trace.lot.early", lotCode, String.valueOf(holdDetail),
							String.valueOf(holdDays), String.valueOf(holdSafeOn));
				}
				throw new RuleBroken((status == LotStatus.HELD) ? "trace.lot.held" : "trace.lot.recalled", lotCode,
						(holdReason != null) ? holdReason : HoldCause.OFFICER);
			}
			case CONSUMED -> throw new RuleBroken("trace.lot.gone", lotCode);
			case DESTROYED -> throw new RuleBroken("trace.lot.destroyed", lotCode);
		}
	}

	/** Counts labels against the weight of the lot, so that no label is without goods. */
	public void label(BigDecimal kilograms) {
		requireLabelled(kgLabelled.add(kilograms));
		kgLabelled = kgLabelled.add(kilograms);
	}

	/** Labels that were never stuck on anything come back. */
	public void unlabel(BigDecimal kilograms) {
		kgLabelled = kgLabelled.subtract(kilograms).max(BigDecimal.ZERO);
	}

	private void requireLabelled(BigDecimal after) {
		if (after.add(kgReworked).compareTo(kg) > 0) {
			throw new RuleBroken("trace.label.above-lot", after, kg.subtract(kgReworked), lotCode).at("count");
		}
	}

	void arrived(LocalDate on) {
		if (arrivedOn == null) {
			arrivedOn = on;
		}
	}

	void complete(int percent) {
		completeness = percent;
	}

	private void become(LotStatus next, Instant at) {
		status = next;
		statusAt = at;
	}

	private void because(Hold hold) {
		holdReason = hold.cause();
		holdDetail = hold.detail();
		holdSafeOn = hold.safeOn();
		holdDays = hold.days();
	}

	private void unhold() {
		holdReason = null;
		holdDetail = null;
		holdSafeOn = null;
		holdDays = null;
	}

}
