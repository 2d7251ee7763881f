package cn.jinfu.production;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Land that farms have registered. Facts only: who may see them, the caller decides. */
public interface PlotDirectory {

	/**
	 * @param areaMu the measured area where the officer measured, else the declared one;
	 * in 亩, four decimals
	 * @param divisionCode twelve digits down to the village, or nine to the township
	 * @param village the village as people call it
	 */
	record PlotFacts(UUID plotId, String no, UUID memberId, String name, PlotKind kind, BigDecimal areaMu,
			String divisionCode, String village, boolean verified) {
	}

	Optional<PlotFacts> find(UUID plotId);

	/** All plots of a farm, by name. */
	List<PlotFacts> ofMember(UUID memberId);

	/** All plots of these farms; a farm without any is absent. */
	Map<UUID, List<PlotFacts>> ofMembers(Collection<UUID> memberIds);

}
