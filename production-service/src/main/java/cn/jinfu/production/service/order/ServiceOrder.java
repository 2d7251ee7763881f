package cn.jinfu.production.service.order;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.Plain;
import cn.jinfu.production.ProductionFourEyes;
import cn.jinfu.production.service.order.ServiceOrderState.Action;
import cn.jinfu.production.service.provider.Providers.Menu;
import cn.jinfu.production.service.provider.ServiceItem;
import cn.jinfu.production.service.provider.ServiceUnit;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work that a farm ordered from a menu, at the price of that day. What is
 * paid is what the farm accepted, times the price, and the material.
 */
@Entity
@Table(name = "production_service_order")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class ServiceOrder extends Aggregate<ServiceOrder> {

	/** More may be done than was ordered, up to this. */
	static final BigDecimal TOLERANCE = new BigDecimal("1.05");

	/** An order is for a day at most so far ahead. */
	static final int AHEAD_DAYS = 180;

	/**
	 * Whose field it is.
	 *
	 * @param distanceKm from the organisation; null where that is not known
	 */
	record Field(UUID memberId, String division, UUID plantingId, String crop, @Nullable BigDecimal distanceKm) {
	}

	record Wish(BigDecimal quantity, LocalDate on, @Nullable String note) {

		Wish {
			if (quantity.signum() <= 0 || quantity.stripTrailingZeros().scale() > 4) {
				throw new RuleBroken("production.service-order.quantity").at("quantity");
			}
		}

	}

	/**
	 * @param quantity done, in the order's unit
	 * @param material price of what the organisation put on of its own
	 */
	record Report(LocalDate on, BigDecimal quantity, Money material, @Nullable String note, UUID operationId) {
	}

	private String no;

	private UUID memberId;

	private String division;

	private UUID plantingId;

	private @Nullable BigDecimal distanceKm;

	/** What the menu said that day. */
	private @Nullable BigDecimal radiusKm;

	private UUID providerId;

	private UUID menuId;

	/** Of which 统防统治 it is a part; null when it stands for itself. */
	private @Nullable UUID campaignId;

	@Enumerated(EnumType.STRING)
	private ServiceItem item;

	private String name;

	@Enumerated(EnumType.STRING)
	private ServiceUnit unit;

	private BigDecimal unitPrice;

	private BigDecimal quantity;

	private LocalDate wantedOn;

	private @Nullable String note;

	@Enumerated(EnumType.STRING)
	private ServiceOrderState state;

	private Instant orderedAt;

	private UUID orderedBy;

	/** When it came into its state: from there deadlines count. */
	private Instant changedAt;

	private @Nullable UUID machineId;

	private @Nullable String worker;

	private @Nullable Instant startsAt;

	private @Nullable Instant endsAt;

	private int reports;

	private @Nullable LocalDate doneOn;

	private @Nullable BigDecimal doneQuantity;

	private @Nullable BigDecimal materialAmount;

	private @Nullable String reportNote;

	/** The latest entry in the field record. */
	private @Nullable UUID operationId;

	private @Nullable UUID reportedBy;

	private @Nullable BigDecimal acceptedQuantity;

	private @Nullable UUID acceptedBy;

	private @Nullable Integer score;

	/** When the farm was told that saying nothing will be taken for agreement. */
	private @Nullable LocalDate acceptWarnedOn;

	private boolean acceptedSilently;

	private @Nullable BigDecimal workAmount;

	private @Nullable BigDecimal amount;

	private @Nullable LocalDate paidOn;

	private @Nullable String paidRef;

	private @Nullable UUID paidBy;

	static ServiceOrder place(String no, Field field, Menu menu, Wish wish, LocalDate today, UUID person, Instant at) {
		if (menu.providerMemberId().equals(field.memberId())) {
			throw new RuleBroken("production.service-order.own").at("menuId");
		}
		if (!menu.reaches(field.division())) {
			throw new RuleBroken("production.service-order.out-of-reach", menu.providerName()).at("plantingId");
		}
		if (!menu.suits(field.crop())) {
			throw new RuleBroken("production.service-order.other-crop", String.join(" ", menu.cropNames()))
				.at("plantingId");
		}
		if (field.distanceKm() != null && menu.radiusKm() != null
				&& field.distanceKm().compareTo(menu.radiusKm()) > 0) {
			throw new RuleBroken("production.service-order.too-far", field.distanceKm(), menu.radiusKm())
				.at("plantingId");
		}
		if (!menu.opens(wish.on())) {
			throw new RuleBroken("production.service-order.out-of-season", menu.opensOn(), menu.closesOn()).at("on");
		}
		if (wish.on().isBefore(today) || wish.on().isAfter(today.plusDays(AHEAD_DAYS))) {
			throw new RuleBroken("production.service-order.day", AHEAD_DAYS).at("on");
		}
		var order = new ServiceOrder();
		order.no = no;
		order.memberId = field.memberId();
		order.division = field.division();
		order.plantingId = field.plantingId();
		order.distanceKm = field.distanceKm();
		order.radiusKm = menu.radiusKm();
		order.providerId = menu.providerId();
		order.menuId = menu.id();
		order.item = menu.item();
		order.name = menu.name();
		order.unit = menu.unit();
		order.unitPrice = menu.price().yuan();
		order.quantity = wish.quantity().setScale(4, RoundingMode.UNNECESSARY);
		order.wantedOn = wish.on();
		order.note = wish.note();
		order.state = ServiceOrderState.ORDERED;
		order.orderedAt = at;
		order.orderedBy = person;
		order.changedAt = at;
		return order;
	}

	void belongTo(UUID campaign) {
		campaignId = campaign;
	}

	void take(Instant at) {
		move(state.after(Action.TAKE), at);
	}

	void decline(String reason, Instant at) {
		move(reasoned(Action.DECLINE, reason), at);
	}

	/** Before anybody has begun; then it costs nothing. */
	void cancel(String reason, Instant at) {
		move(reasoned(Action.CANCEL, reason), at);
	}

	void dispatch(@Nullable UUID machine, String who, Instant from, Instant to, Instant at) {
		var next = state.after(Action.DISPATCH);
		if (who.isBlank() || who.length() > 60) {
			throw new RuleBroken("production.service-order.worker-missing").at("worker");
		}
		if (!to.isAfter(from)) {
			throw new RuleBroken("production.service-order.time").at("to");
		}
		machineId = machine;
		worker = who.strip();
		startsAt = from;
		endsAt = to;
		move(next, at);
	}

	void start(Instant at) {
		move(state.after(Action.START), at);
	}

	/** What was done; the field record has it already. */
	void report(Report report, UUID person, Instant at) {
		var next = checkReport(report.quantity());
		doneOn = report.on();
		doneQuantity = report.quantity();
		materialAmount = report.material().yuan();
		reportNote = report.note();
		operationId = report.operationId();
		acceptWarnedOn = null;
		reportedBy = person;
		reports++;
		move(next, at);
	}

	/** Whether so much may be reported now; asked before the field record is written. */
	ServiceOrderState checkReport(BigDecimal done) {
		var next = state.after(Action.REPORT);
		if (done.signum() <= 0 || done.stripTrailingZeros().scale() > 4) {
			throw new RuleBroken("production.service-order.quantity").at("quantity");
		}
		var most = quantity.multiply(TOLERANCE);
		if (done.compareTo(most) > 0) {
			throw new RuleBroken("production.service-order.too-much", Plain.of(most).toPlainString()).at("quantity");
		}
		return next;
	}

	/**
	 * @param accepted at most what was reported
	 */
	void accept(BigDecimal accepted, @Nullable Integer stars, UUID person, Instant at) {
		var next = state.after(Action.ACCEPT);
		ProductionFourEyes.ACCEPT_SERVICE.requireOther("production.service-order.same-person", person, reportedBy);
		if (accepted.signum() < 0 || accepted.stripTrailingZeros().scale() > 4 || accepted.compareTo(done()) > 0) {
			throw new RuleBroken("production.service-order.accepted", Plain.of(done()).toPlainString()).at("quantity");
		}
		if (stars != null && (stars < 1 || stars > 5)) {
			throw new RuleBroken("production.service-order.score").at("score");
		}
		acceptedQuantity = accepted;
		acceptedBy = person;
		score = stars;
		move(next, at);
	}

	/** The farm is told before anything is taken for agreement. */
	void warn(LocalDate on) {
		state.after(Action.ACCEPT);
		acceptWarnedOn = on;
	}

	/** The farm was told and said nothing: accepted as reported, by nobody. */
	void acceptSilently(Instant at) {
		var next = state.after(Action.ACCEPT);
		if (acceptWarnedOn == null) {
			throw new IllegalStateException("told before");
		}
		acceptedQuantity = done();
		acceptedSilently = true;
		move(next, at);
	}

	void complain(String reason, Instant at) {
		move(reasoned(Action.COMPLAIN, reason), at);
	}

	/** 分 half-up on the line of the work; the material as it was told. */
	void bill(Instant at) {
		var next = state.after(Action.BILL);
		var accepted = acceptedQuantity;
		var material = materialAmount;
		if (accepted == null || material == null) {
			throw new IllegalStateException("accepted before");
		}
		var work = new Money(unitPrice).times(accepted, RoundingMode.HALF_UP);
		workAmount = work.yuan();
		amount = work.plus(new Money(material)).yuan();
		move(next, at);
	}

	/** The organisation has its money. */
	void pay(LocalDate on, String ref, LocalDate today, UUID person, Instant at) {
		var next = state.after(Action.PAY);
		if (ref.isBlank() || ref.length() > 60) {
			throw new RuleBroken("production.service-order.paid-ref").at("ref");
		}
		if (on.isAfter(today) || on.isBefore(orderedAt.atZone(cn.jinfu.kernel.BusinessClock.ZONE).toLocalDate())) {
			throw new RuleBroken("production.service-order.paid-on").at("on");
		}
		ProductionFourEyes.ACCEPT_SERVICE.requireOther("production.service-order.same-person", person, acceptedBy);
		paidOn = on;
		paidRef = ref.strip();
		paidBy = person;
		move(next, at);
	}

	private BigDecimal done() {
		var done = doneQuantity;
		if (done == null) {
			throw new IllegalStateException("reported before");
		}
		return done;
	}

	private ServiceOrderState reasoned(Action action, String reason) {
		var next = state.after(action);
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		return next;
	}

	private void move(ServiceOrderState next, Instant at) {
		state = next;
		changedAt = at;
	}

}
