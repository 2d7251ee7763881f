package cn.jinfu.traceability;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who may use the regional brand, for what and until when. */
public interface BrandLicences {

	/**
	 * The licence in force on that day for the product class; a suspended one is not in
	 * force from the moment of its suspension.
	 * @param productClass code of the class within the mark's goods, e.g.
	 * {@code WATERMELON}
	 */
	Optional<Licence> active(UUID memberId, String productClass, LocalDate on);

	/**
	 * Licences in force on that day by member; a member without one maps to an empty
	 * list.
	 */
	Map<UUID, List<Licence>> active(Collection<UUID> memberIds, LocalDate on);

	/**
	 * The number of a licence that somebody suspended or revoked; empty when it is in
	 * force or its term is over.
	 */
	Optional<String> stopped(UUID licenceId);

	/**
	 * @param number licence number as printed
	 * @param until last day, included
	 */
	record Licence(UUID licenceId, UUID memberId, String number, String productClass, LocalDate from, LocalDate until) {
	}

}
