package cn.jinfu.production.iot.device;

import java.time.Instant;
import java.util.UUID;

import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of a device.
 *
 * @param online whether it was heard within three of its intervals, ten minutes at least
 */
public record DeviceView(UUID id, String sn, String name, UUID productId, String productName, Protocol protocol,
		int intervalS, UUID memberId, @With String memberName, String division, @Nullable UUID plotId,
		@Nullable String plotName, DeviceState state, boolean online, boolean hasSecret, @Nullable Instant lastSeenAt,
		long version) {

	public boolean can(String action) {
		return state.actions().contains(DeviceState.Action.valueOf(action));
	}

	public boolean speaks() {
		return state == DeviceState.ACTIVE;
	}

	public boolean retired() {
		return state == DeviceState.RETIRED;
	}

}
