package cn.jinfu.production.service.provider;

import java.time.Instant;
import java.util.UUID;

import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * A machine with whose it is and when it goes out next.
 *
 * @param ahead bookings that are not over
 * @param next begin of the next of these, or of what is going on; null for none
 */
public record MachineView(UUID id, UUID providerId, UUID memberId, @With String providerName, String name,
		MachineKind kind, String plate, boolean active, long ahead, @Nullable Instant next) {
}
