package cn.jinfu.production.service.trust;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.ProductionFourEyes;
import cn.jinfu.production.service.trust.TrustState.Action;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * A whole trusteeship. Written by the officer, signed by the farm and then by the
 * organisation; settled by one officer and confirmed by another.
 */
@Entity
@Table(name = "production_trust_contract")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class TrustContract extends Aggregate<TrustContract> {

	record Sides(UUID memberId, String division, UUID providerId, UUID providerMember) {
	}

	private String no;

	private UUID memberId;

	private String division;

	private UUID providerId;

	private UUID providerMember;

	private String crop;

	private LocalDate beginsOn;

	private LocalDate endsOn;

	private BigDecimal areaMu;

	private String items;

	private BigDecimal promiseKgMu;

	private BigDecimal feeMu;

	private BigDecimal refPrice;

	private BigDecimal shareRate;

	private BigDecimal villageRate;

	private @Nullable String villageName;

	@Enumerated(EnumType.STRING)
	private TrustState state;

	private UUID draftedBy;

	private Instant draftedAt;

	private Instant changedAt;

	private @Nullable UUID farmSignedBy;

	private @Nullable String farmSignedName;

	private @Nullable Instant farmSignedAt;

	private @Nullable UUID providerSignedBy;

	private @Nullable String providerSignedName;

	private @Nullable Instant providerSignedAt;

	private @Nullable BigDecimal yieldKg;

	/** Why nothing is paid for what is missing; null when it was no 不可抗力. */
	private @Nullable String forceMajeure;

	private @Nullable BigDecimal fee;

	private @Nullable BigDecimal share;

	private @Nullable BigDecimal shortfall;

	private @Nullable BigDecimal village;

	private @Nullable BigDecimal farmPays;

	private @Nullable BigDecimal providerKeeps;

	private @Nullable UUID settledBy;

	private @Nullable String settledName;

	private @Nullable Instant settledAt;

	private @Nullable UUID confirmedBy;

	private @Nullable String confirmedName;

	private @Nullable Instant confirmedAt;

	private @Nullable LocalDate completedOn;

	private @Nullable String completedRef;

	static TrustContract draft(String no, Sides sides, TrustTerms terms, BigDecimal areaMu, UUID person, Instant at) {
		if (sides.memberId().equals(sides.providerMember())) {
			throw new RuleBroken("production.trust.own").at("providerId");
		}
		var contract = new TrustContract();
		contract.no = no;
		contract.memberId = sides.memberId();
		contract.division = sides.division();
		contract.providerId = sides.providerId();
		contract.providerMember = sides.providerMember();
		contract.crop = terms.crop();
		contract.beginsOn = terms.beginsOn();
		contract.endsOn = terms.endsOn();
		contract.areaMu = areaMu;
		contract.items = terms.items();
		contract.promiseKgMu = terms.promiseKgMu();
		contract.feeMu = terms.feeMu().yuan();
		contract.refPrice = terms.refPrice().yuan();
		contract.shareRate = terms.shareRate();
		contract.villageRate = terms.villageRate();
		contract.villageName = terms.villageName();
		contract.state = TrustState.DRAFT;
		contract.draftedBy = person;
		contract.draftedAt = at;
		contract.changedAt = at;
		return contract;
	}

	void signForFarm(UUID person, String name, Instant at) {
		move(state.after(Action.FARM_SIGN), at);
		farmSignedBy = person;
		farmSignedName = name;
		farmSignedAt = at;
	}

	/** In force from now on. */
	void signForProvider(UUID person, String name, Instant at) {
		var next = state.after(Action.PROVIDER_SIGN);
		if (person.equals(farmSignedBy)) {
			throw new Forbidden("production.trust.same-signer");
		}
		move(next, at);
		providerSignedBy = person;
		providerSignedName = name;
		providerSignedAt = at;
	}

	void discard(String reason, Instant at) {
		move(reasoned(Action.DISCARD, reason), at);
	}

	/** Before its time, for a cause that the history keeps. */
	void terminate(String reason, Instant at) {
		move(reasoned(Action.TERMINATE, reason), at);
	}

	/**
	 * @param excuse the accepted 不可抗力 in words; null for none
	 */
	void settle(TrustTerms.Settlement result, @Nullable String excuse, UUID person, String name, Instant at) {
		var next = state.after(Action.SETTLE);
		if (result.yieldKg().signum() < 0 || result.yieldKg().stripTrailingZeros().scale() > 3) {
			throw new RuleBroken("production.trust.yield").at("yieldKg");
		}
		move(next, at);
		yieldKg = result.yieldKg();
		forceMajeure = excuse;
		fee = result.fee().yuan();
		share = result.share().yuan();
		shortfall = result.shortfall().yuan();
		village = result.village().yuan();
		farmPays = result.farmPays().yuan();
		providerKeeps = result.providerKeeps().yuan();
		settledBy = person;
		settledName = name;
		settledAt = at;
	}

	void confirm(UUID person, String name, Instant at) {
		var next = state.after(Action.CONFIRM);
		ProductionFourEyes.CONFIRM_TRUST.requireOther("production.trust.same-person", person, settledBy);
		move(next, at);
		confirmedBy = person;
		confirmedName = name;
		confirmedAt = at;
	}

	/** The figures are wrong; they are gone and it runs on. */
	void giveBack(String reason, Instant at) {
		move(reasoned(Action.RETURN, reason), at);
		yieldKg = null;
		forceMajeure = null;
		fee = null;
		share = null;
		shortfall = null;
		village = null;
		farmPays = null;
		providerKeeps = null;
		settledBy = null;
		settledName = null;
		settledAt = null;
	}

	/** What was due has been paid, whichever way it went. */
	void complete(LocalDate on, String ref, LocalDate today, Instant at) {
		var next = state.after(Action.COMPLETE);
		if (ref.isBlank() || ref.length() > 60) {
			throw new RuleBroken("production.service-order.paid-ref").at("ref");
		}
		if (on.isAfter(today) || on.isBefore(beginsOn)) {
			throw new RuleBroken("production.trust.paid-on").at("on");
		}
		move(next, at);
		completedOn = on;
		completedRef = ref.strip();
	}

	private TrustState reasoned(Action action, String reason) {
		var next = state.after(action);
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		return next;
	}

	private void move(TrustState next, Instant at) {
		state = next;
		changedAt = at;
	}

}
