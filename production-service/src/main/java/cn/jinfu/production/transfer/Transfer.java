package cn.jinfu.production.transfer;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.FourEyesStep;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.transfer.TransferState.Action;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import lombok.With;
import org.jspecify.annotations.Nullable;

/** Land that a farm holds from another for a term, or has given to another. */
@Entity
@Table(name = "production_transfer")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class Transfer extends Aggregate<Transfer> {

	/** The longest term of a land contract (农村土地承包法 第二十一条: forest, 70 years). */
	static final int MAX_YEARS = 70;

	/**
	 * What the contract says.
	 *
	 * @param partner who gave it or got it; may be a household outside the federation
	 * @param toOn the last day
	 * @param contractId its picture or scan
	 */
	public record Terms(String partner, AreaMu areaMu, LocalDate fromOn, LocalDate toOn, String contractNo,
			@With @Nullable UUID contractId) {

		public Terms {
			if (partner.isBlank()) {
				throw new RuleBroken("production.transfer.partner-missing").at("partner");
			}
			if (contractNo.isBlank()) {
				throw new RuleBroken("production.transfer.contract-missing").at("contractNo");
			}
			if (areaMu.mu().signum() <= 0) {
				throw new RuleBroken("production.transfer.area-missing").at("areaMu");
			}
			if (toOn.isBefore(fromOn)) {
				throw new RuleBroken("production.transfer.term-backwards").at("toOn");
			}
			if (!toOn.isBefore(fromOn.plusYears(MAX_YEARS))) {
				throw new RuleBroken("production.transfer.term-long", MAX_YEARS).at("toOn");
			}
		}

	}

	private UUID plotId;

	@Enumerated(EnumType.STRING)
	private Direction direction;

	private String partner;

	private AreaMu areaMu;

	private LocalDate fromOn;

	private LocalDate toOn;

	private String contractNo;

	private @Nullable UUID contractId;

	@Enumerated(EnumType.STRING)
	private TransferState state;

	/** Why it was returned, withdrawn or ended. */
	private @Nullable String reason;

	private UUID recordedBy;

	/** Who last put it right. */
	private @Nullable UUID amendedBy;

	private Instant recordedAt;

	private @Nullable UUID verifiedBy;

	private @Nullable Instant verifiedAt;

	/** The first day on which it no longer holds. */
	private @Nullable LocalDate endedOn;

	static Transfer record(UUID plotId, Direction direction, Terms terms, UUID person, Instant at) {
		var transfer = new Transfer();
		transfer.plotId = plotId;
		transfer.direction = direction;
		transfer.state = TransferState.RECORDED;
		transfer.recordedBy = person;
		transfer.recordedAt = at;
		transfer.say(terms);
		return transfer;
	}

	void amend(Terms terms, UUID person, Instant at) {
		state = state.after(Action.AMEND);
		amendedBy = person;
		recordedAt = at;
		reason = null;
		say(terms);
	}

	private void say(Terms terms) {
		partner = terms.partner().strip();
		areaMu = terms.areaMu();
		fromOn = terms.fromOn();
		toOn = terms.toOn();
		contractNo = terms.contractNo().strip();
		contractId = terms.contractId();
	}

	/** Somebody else has seen the contract. */
	void verify(UUID person, Instant at) {
		var next = state.after(Action.VERIFY);
		if (FourEyesStep.tookPart(person, recordedBy, amendedBy)) {
			throw new Forbidden("production.transfer.same-person");
		}
		state = next;
		verifiedBy = person;
		verifiedAt = at;
	}

	/** 退回补正. */
	void giveBack(String why) {
		var next = state.after(Action.RETURN);
		requireReason(why);
		state = next;
		reason = why.strip();
	}

	/** 撤回: by the farm whose land it is, or by who wrote it down for it. */
	void withdraw(UUID person, boolean ofFarm, String why) {
		var next = state.after(Action.WITHDRAW);
		if (!ofFarm && !FourEyesStep.tookPart(person, recordedBy, amendedBy)) {
			throw new Forbidden("production.transfer.not-yours");
		}
		requireReason(why);
		state = next;
		reason = why.strip();
	}

	/** What it says now, to be put right in part. */
	Terms terms() {
		return new Terms(partner, areaMu, fromOn, toOn, contractNo, contractId);
	}

	/**
	 * Before its term is over.
	 * @param on the first day on which it no longer holds
	 */
	void end(LocalDate on, String why, LocalDate today) {
		var next = state.after(Action.END);
		requireReason(why);
		if (on.isAfter(today)) {
			throw new RuleBroken("production.entry.future", on).at("on");
		}
		if (on.isBefore(fromOn) || on.isAfter(toOn)) {
			throw new RuleBroken("production.transfer.end-outside", fromOn, toOn).at("on");
		}
		state = next;
		reason = why.strip();
		endedOn = on;
	}

	private static void requireReason(String why) {
		if (why.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
	}

	boolean covers(LocalDate day) {
		return !day.isBefore(fromOn) && !day.isAfter(toOn);
	}

}
