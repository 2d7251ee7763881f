package cn.jinfu.credit.rating;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.credit.CreditFourEyes;
import cn.jinfu.credit.rating.CardStatus.Action;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * One edition of the card. Its content changes while it is a draft and never after;
 * another person than drafted it approves it, and it takes over on its day.
 */
@Entity
@Table(name = "credit_scorecard_version")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class CardEdition extends Aggregate<CardEdition> {

	static final String TYPE = "Scorecard";

	private String code;

	@Enumerated(EnumType.STRING)
	private CardStatus status;

	private String content;

	private String sha256;

	private @Nullable LocalDate effectiveFrom;

	private @Nullable LocalDate effectiveTo;

	/** The edition it was copied from; null for what ships with the product. */
	private @Nullable UUID basedOn;

	private String note;

	private @Nullable UUID draftedBy;

	private @Nullable String draftedName;

	private @Nullable Instant draftedAt;

	private @Nullable UUID proposedBy;

	private @Nullable String proposedName;

	private @Nullable Instant proposedAt;

	private @Nullable UUID approvedBy;

	private @Nullable String approvedName;

	private @Nullable Instant approvedAt;

	/** A {@link CardComparison}, written down; null until made, and after each change. */
	private @Nullable String comparison;

	static CardEdition draft(CardEdition base, Scorecard card, UUID person, String name, Instant at) {
		var it = new CardEdition();
		it.code = card.code();
		it.status = CardStatus.DRAFT;
		it.basedOn = base.id();
		it.note = "";
		it.draftedBy = person;
		it.draftedName = name;
		it.draftedAt = at;
		it.write(card);
		return it;
	}

	/** By its drafter alone: so the one who approves has written none of it. */
	void edit(Scorecard card, String why, UUID person) {
		requireDrafter(Action.EDIT, person);
		note = why;
		comparison = null;
		write(card);
	}

	private void write(Scorecard card) {
		content = RatingJson.write(card);
		sha256 = RatingJson.sha256(content);
	}

	private void requireDrafter(Action action, UUID person) {
		status.after(action);
		if (!person.equals(draftedBy)) {
			throw new Forbidden("credit.scorecard.not-yours");
		}
	}

	void compared(CardComparison result) {
		comparison = RatingJson.write(result);
	}

	/**
	 * @throws RuleBroken where nobody has said why, or compared it with the card in use
	 */
	void propose(UUID person, String name, Instant at) {
		requireDrafter(Action.PROPOSE, person);
		if (note.isBlank()) {
			throw new RuleBroken("credit.scorecard.note").at("note");
		}
		if (comparison == null) {
			throw new RuleBroken("credit.scorecard.not-compared");
		}
		status = status.after(Action.PROPOSE);
		proposedBy = person;
		proposedName = name;
		proposedAt = at;
	}

	void giveBack() {
		status = status.after(Action.RETURN);
		proposedBy = null;
		proposedName = null;
		proposedAt = null;
	}

	/** Model changes are two people's, always. */
	void approve(LocalDate from, LocalDate today, UUID person, String name, Instant at) {
		var next = status.after(Action.APPROVE);
		CreditFourEyes.APPROVE_CARD.requireOther("credit.scorecard.four-eyes", person, draftedBy, proposedBy);
		if (from.isBefore(today) || from.isAfter(today.plusYears(1))) {
			throw new RuleBroken("credit.scorecard.from").at("from");
		}
		status = next;
		effectiveFrom = from;
		approvedBy = person;
		approvedName = name;
		approvedAt = at;
	}

	void start() {
		status = status.after(Action.START);
	}

	void retire(LocalDate lastDay) {
		status = status.after(Action.RETIRE);
		effectiveTo = lastDay;
	}

	void discard() {
		status = status.after(Action.DISCARD);
		effectiveFrom = null;
	}

	public Scorecard card() {
		return RatingJson.read(content, Scorecard.class);
	}

	public @Nullable CardComparison compared() {
		return (comparison != null) ? RatingJson.read(comparison, CardComparison.class) : null;
	}

}
