package cn.jinfu.member;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Which digital services a member has used. Written by the modules that render them. */
public interface ServiceUse {

	/**
	 * Notes a use. A repeat with the same source, source id and kind changes nothing, so
	 * events may be delivered twice.
	 * @param source the noun of the fact, for example {@code supply.sale}
	 */
	void record(UUID memberId, ServiceKind kind, LocalDate occurredOn, String source, UUID sourceId);

	/** The fact was undone: the use no longer counts. A repeat changes nothing. */
	void reverse(ServiceKind kind, String source, UUID sourceId);

	/** Which kinds each member used within the window, both days included. */
	Map<UUID, Set<ServiceKind>> used(Collection<UUID> memberIds, LocalDate from, LocalDate to);

}
