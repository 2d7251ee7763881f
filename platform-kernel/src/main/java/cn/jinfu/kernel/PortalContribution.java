package cn.jinfu.kernel;

import java.util.List;

/** A module's entries on the farm's phone. */
public interface PortalContribution {

	List<PortalEntry> entries();

}
