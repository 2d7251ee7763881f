package cn.jinfu.production;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * What farms hold of each input (在手). Every call joins the caller's transaction, so that
 * a sale and the holding it fills stand or fall together. A holding is never negative,
 * with any number of counters and phones at once.
 */
public interface InputHoldings {

	/** Why a holding moved. */
	enum Source {

		/** Bought at an outlet of the federation. */
		SALE,
		/** Brought back to an outlet. */
		SALE_RETURN,
		/** Bought elsewhere, entered with a photo: 平台外购入. */
		OUTSIDE_PURCHASE,
		/** Put on the field. */
		USE,
		/** A use that was voided. */
		USE_VOID,
		/** Spilled, expired, stolen. */
		LOSS

	}

	/**
	 * One movement; {@code (source, sourceId, inputId, lotNo)} happens once, repeats do
	 * nothing.
	 *
	 * @param lotNo the maker's lot, empty when unknown
	 * @param quantity positive, in the input's base unit
	 * @param sourceId line of the sale, operation, purchase
	 */
	record Movement(UUID memberId, UUID inputId, String lotNo, BigDecimal quantity, Source source, UUID sourceId,
			LocalDate on) {
	}

	/**
	 * @param outside whether any of it was bought elsewhere
	 */
	record Holding(UUID memberId, UUID inputId, String inputName, String lotNo, InputUnit unit, BigDecimal quantity,
			boolean outside) {
	}

	/**
	 * Where what was bought has gone: {@code bought = used + returned + lost + left}, in
	 * the base unit.
	 */
	record Tally(UUID inputId, String inputName, String lotNo, InputUnit unit, BigDecimal bought, BigDecimal used,
			BigDecimal returned, BigDecimal lost, BigDecimal left) {
	}

	/**
	 * @throws cn.jinfu.kernel.Refusal.NotFound for an input not in the catalogue
	 */
	void credit(Movement movement);

	/**
	 * @throws cn.jinfu.kernel.Refusal.RuleBroken {@code production.holding.short} when
	 * less is in hand
	 */
	void debit(Movement movement);

	/**
	 * Takes back everything that this source moved, once.
	 * @throws cn.jinfu.kernel.Refusal.RuleBroken {@code production.holding.short} when
	 * what was credited has been used meanwhile
	 */
	void reverse(Source source, UUID sourceId);

	/** Over all lots, in the base unit; zero when there is none. */
	BigDecimal balance(UUID memberId, UUID inputId);

	/** What is left, by name and lot; nothing with zero. */
	List<Holding> ofMember(UUID memberId);

	/** Of all that ever moved, also where nothing is left; by name and lot. */
	List<Tally> tallies(UUID memberId);

}
