package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.FourEyesStep;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.production.PlotKind;
import cn.jinfu.production.PlotVerified;
import cn.jinfu.production.plot.PlotState.Action;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * A piece of land that a farm works. Three areas are told apart: what the contract says,
 * what the farm declares, what the officer measured (R9).
 */
@Entity
@Table(name = "production_plot")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class Plot extends Aggregate<Plot> {

	/** What the farm tells of its plot. */
	public record Description(String name, PlotKind kind, DivisionCode division, String village, AreaMu declaredMu,
			@Nullable AreaMu contractMu, @With @Nullable UUID photoId) {

		public Description {
			if (name.isBlank()) {
				throw new RuleBroken("production.plot.name-missing").at("name");
			}
			if (declaredMu.mu().signum() <= 0) {
				throw new RuleBroken("production.plot.area-missing").at("declaredMu");
			}
			if (contractMu != null && contractMu.mu().signum() <= 0) {
				throw new RuleBroken("production.plot.area-missing").at("contractMu");
			}
			if (division.value().length() < 9) {
				throw new RuleBroken("production.plot.village-missing").at("division");
			}
		}

	}

	private String no;

	private UUID memberId;

	private String name;

	@Enumerated(EnumType.STRING)
	private PlotKind kind;

	private DivisionCode division;

	private String village;

	private AreaMu declaredMu;

	private @Nullable AreaMu contractMu;

	/** Null until an officer was there. */
	private @Nullable AreaMu measuredMu;

	/** Kept by conditional updates of the plantings, never written from here. */
	@Column(insertable = false, updatable = false)
	private @Nullable BigDecimal plantedMu;

	private @Nullable UUID photoId;

	@Enumerated(EnumType.STRING)
	private PlotState state;

	private UUID registeredBy;

	/** Name of the clerk who entered it for the farm; null: the farm itself. */
	private @Nullable String enteredForBy;

	private @Nullable UUID submittedBy;

	private @Nullable Instant submittedAt;

	private @Nullable UUID verifiedBy;

	private @Nullable Instant verifiedAt;

	/** Which of its boundaries is in force; null while it has none. */
	private @Nullable Integer boundaryEdition;

	/** What that boundary encloses. */
	private @Nullable AreaMu boundaryMu;

	/** Who drew it: he does not verify. */
	private @Nullable UUID boundaryBy;

	/** The verifier had registered or submitted it, as the federation allowed then. */
	private boolean alone;

	/**
	 * @param clerk name of the clerk who enters it for the farm; null: the farm itself
	 */
	static Plot register(String no, UUID memberId, Description description, UUID person, @Nullable String clerk) {
		var plot = new Plot();
		plot.no = no;
		plot.memberId = memberId;
		plot.state = PlotState.DRAFT;
		plot.registeredBy = person;
		plot.enteredForBy = clerk;
		plot.describe(description);
		return plot;
	}

	void edit(Description description) {
		state = state.after(Action.EDIT);
		describe(description);
	}

	private void describe(Description description) {
		name = description.name().strip();
		kind = description.kind();
		division = description.division();
		village = description.village().strip();
		declaredMu = description.declaredMu();
		contractMu = description.contractMu();
		photoId = description.photoId();
	}

	void submit(UUID person, Instant at) {
		state = state.after(Action.SUBMIT);
		submittedBy = person;
		submittedAt = at;
		verifiedBy = null;
		verifiedAt = null;
		alone = false;
		measuredMu = null;
	}

	/**
	 * Somebody was there and measured.
	 * @param planted what already grows on it, in 亩
	 * @param twoPeople whether it must be another than the registrant
	 */
	void verify(AreaMu measured, BigDecimal planted, UUID person, boolean twoPeople, Instant at) {
		var next = state.after(Action.VERIFY);
		var same = FourEyesStep.tookPart(person, registeredBy, submittedBy, boundaryBy);
		if (same && twoPeople) {
			throw new Forbidden("production.plot.same-person");
		}
		if (measured.mu().signum() <= 0) {
			throw new RuleBroken("production.plot.area-missing").at("measuredMu");
		}
		if (measured.mu().compareTo(planted) < 0) {
			throw new RuleBroken("production.plot.measured-below-planted", measured.mu(), planted).at("measuredMu");
		}
		state = next;
		measuredMu = measured;
		verifiedBy = person;
		verifiedAt = at;
		alone = same;
		registerEvent(new PlotVerified(tenantId(), id(), memberId, measured));
	}

	/**
	 * 退回补正.
	 * @param reason what is wrong, in words for the farm
	 */
	void giveBack(String reason) {
		var next = state.after(Action.RETURN);
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		state = next;
		verifiedBy = null;
		verifiedAt = null;
		alone = false;
	}

	/**
	 * Its first boundary or another one. A verified plot waits for an officer again; what
	 * was measured stands until then.
	 * @return the number of this edition
	 */
	int draw(AreaMu enclosed, UUID person, Instant at) {
		var next = state.after(Action.DRAW);
		if (state == PlotState.VERIFIED) {
			submittedBy = person;
			submittedAt = at;
			verifiedBy = null;
			verifiedAt = null;
			alone = false;
		}
		state = next;
		boundaryMu = enclosed;
		boundaryBy = person;
		var edition = ((boundaryEdition != null) ? boundaryEdition : 0) + 1;
		boundaryEdition = edition;
		return edition;
	}

	/** Another picture; what was verified is looked at again first. */
	void picture(UUID photo) {
		if (state == PlotState.VERIFIED) {
			throw new WrongState("production.plot.wrong-state", state);
		}
		photoId = photo;
	}

	/** Measured where measured, else declared; 亩. */
	public AreaMu areaMu() {
		return (measuredMu != null) ? measuredMu : declaredMu;
	}

}
