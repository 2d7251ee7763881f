package cn.jinfu.credit.encryption;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import org.jspecify.annotations.Nullable;

/**
 * A key of a bank; nothing of it changes after its proposal but its standing.
 *
 * @param kind {@code RSA}, or the curve
 * @param jwk its public part, RFC 7517
 * @param validTo the last day
 * @param endedReason null while it has not ended, and where another took its place
 */
public record EncryptionKey(UUID id, String clientId, String bankName, String kid, String kind, String jwk,
		Standing status, LocalDate validTo, UUID proposedBy, String proposedName, Instant proposedAt,
		@Nullable String confirmedName, @Nullable Instant confirmedAt, @Nullable String endedName,
		@Nullable Instant endedAt, @Nullable String endedReason) {

	/** One key of a bank is active at a time. */
	public enum Standing {

		PROPOSED, ACTIVE, ENDED

	}

	/** Whether the reader proposed it, so that somebody else must confirm. */
	public boolean mine() {
		return Actor.current().personId().equals(proposedBy);
	}

	/** Whether it encrypts on that day. */
	boolean counts(LocalDate on) {
		return status == Standing.ACTIVE && !on.isAfter(validTo);
	}

	public boolean over(LocalDate today) {
		return status == Standing.ACTIVE && today.isAfter(validTo);
	}

}
