package cn.jinfu.production.operation;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * Port for what must stand in the transaction of a use itself. All beans of this type are
 * called.
 */
public interface SprayFollower {

	void used(List<UUID> plantingIds, UUID inputId, UUID operationId, LocalDate on);

}
