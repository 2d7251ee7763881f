package cn.jinfu.traceability;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What traceability knows, for those who build on it: rating reads sets of members over a
 * window, pages and orders read single lots. A lot is named by the id of its harvest lot,
 * which is also the id of its trace lot.
 */
public interface TraceFacts {

	/**
	 * Facts of the lots harvested, tests sampled and codes scanned from {@code from} to
	 * {@code to}, both included. A member without any has a row of zeroes.
	 */
	Map<UUID, MemberTrace> ofMembers(Collection<UUID> memberIds, LocalDate from, LocalDate to);

	/** All confirmed tests of a member sampled in the window, the latest first. */
	List<TestRow> tests(UUID memberId, LocalDate from, LocalDate to);

	/** All lots of a member harvested in the window, the latest first. */
	List<LotRow> lots(UUID memberId, LocalDate from, LocalDate to);

	/** A test, by the number people read. */
	record TestRow(UUID id, String no, LocalDate on, boolean passed) {
	}

	/** A lot, by the number people read. */
	record LotRow(UUID id, String no, LocalDate on, BigDecimal kg, boolean labelled) {
	}

	/** Lots by harvest lot id; an unknown id is absent from the answer. */
	Map<UUID, LotSummary> lots(Collection<UUID> harvestLotIds);

	/**
	 * Counts of one member in the window asked for. Tests count once, when the second
	 * person has confirmed them; a failed one stays failed though a later one passes.
	 *
	 * @param completeness mean completeness of the lots, 0 to 100 with one decimal; zero
	 * when there is no lot
	 */
	record MemberTrace(UUID memberId, int lots, int labelledLots, int certifiedLots, int heldLots, int recalledLots,
			int testsPassed, int testsFailed, long scans, BigDecimal completeness) {
	}

	/**
	 * One lot as others may show it.
	 *
	 * @param lotCode the number people read, printed on the certificate
	 * @param status OPEN, HELD, RELEASED, CONSUMED, RECALLED or DESTROYED
	 * @param heldReason why it is held or recalled, a message code; else {@code null}
	 * @param kgLeft kilograms that may still be dispatched
	 * @param certificateNo the valid certificate, if any
	 * @param completeness recorded steps of the chain, 0 to 100
	 * @param codePath public path of one label of the lot, if any was issued
	 */
	record LotSummary(UUID harvestLotId, String lotCode, UUID memberId, String status, @Nullable String heldReason,
			BigDecimal kg, BigDecimal kgLeft, @Nullable String certificateNo, boolean tested, int labels,
			int completeness, @Nullable String codePath) {
	}

}
