package cn.jinfu.supply;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import org.jspecify.annotations.Nullable;

/**
 * What members sold, and how well each sale is supported. A sale counts on the day it was
 * handed over. Its strength is judged when asked, since a recall or a voided certificate
 * weakens what was proved before; the rule is docs/rules/proved-sale.md.
 */
public interface SalesFacts {

	/** How far a sale can be relied on, strongest first. */
	enum Strength {

		/** Labelled lot with its chain, received and paid: 实证销售. */
		PROVED,
		/** The buyer confirmed by link or code, or a transfer picture is attached. */
		CONFIRMED,
		/** The seller's word alone. */
		STATED

	}

	/**
	 * Sales of one member in the window; cancelled and returned ones are left out of kg
	 * and yuan.
	 *
	 * @param sales all strengths together
	 * @param buyers different buyers of proved and confirmed sales
	 * @param largestBuyerShare share of the largest of them in their yuan, 0 to 1 with
	 * four decimals; zero when there is none
	 * @param returned sales that came back, whole
	 */
	record MemberSales(UUID memberId, int sales, BigDecimal kg, Money yuan, int proved, BigDecimal provedKg,
			Money provedYuan, int confirmed, BigDecimal confirmedKg, Money confirmedYuan, int buyers,
			BigDecimal largestBuyerShare, int returned) {
	}

	/**
	 * One line of a sale.
	 *
	 * @param saleId the order or field-side sale
	 * @param no number people read
	 * @param harvestLotId the lot it came from, or null when none was named
	 * @param missing what keeps it from being proved, message codes
	 * {@code supply.proof.<code>}; empty exactly when it is proved
	 * @param path where staff see it
	 */
	record SaleRow(UUID saleId, String no, UUID memberId, LocalDate on, String product, String buyer, BigDecimal kg,
			Money yuan, @Nullable UUID harvestLotId, Strength strength, List<String> missing, String path) {
	}

	/**
	 * Every member asked for has an entry; members without sales have zeros.
	 * @param from first day, included
	 * @param to last day, included
	 */
	Map<UUID, MemberSales> ofMembers(Collection<UUID> memberIds, LocalDate from, LocalDate to);

	/**
	 * All lines of a member's sales in the window, the latest sale first, its lines in
	 * their order.
	 * @param returned the sales that came back, or those that stand
	 */
	List<SaleRow> rows(UUID memberId, boolean returned, LocalDate from, LocalDate to);

	/** The lines of one order or field-side sale; none before the goods left. */
	List<SaleRow> ofSale(UUID saleId);

	/** Sales of a lot, the latest first. */
	Paged<SaleRow> ofLot(UUID harvestLotId, @Nullable String after, int limit);

}
