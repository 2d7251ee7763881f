package cn.jinfu.member.counter;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * A visit as both sides see it.
 *
 * @param acts how many things were done in it
 */
public record CounterVisitView(UUID id, String no, CounterVisitStatus status, UUID memberId, String memberName,
		String visitor, String clerk, String purpose, UUID paperFile, Instant beganAt, @Nullable Instant endedAt,
		@Nullable Instant objectedAt, @Nullable String objection, @Nullable Instant settledAt,
		@Nullable String settledName, @Nullable String settlement, int acts, long version,
		@JsonIgnore List<UUID> involved) {

	/** Working days in which an objection is answered. */
	static final int SETTLE_DAYS = 5;

	public int settleDays() {
		return SETTLE_DAYS;
	}

	/** Something done in it; words by {@code audit.action} and {@code audit.type}. */
	public record Act(Instant at, String action, String objectType, @Nullable UUID objectId) {
	}

	public record File(CounterVisitView visit, List<Act> acts) {
	}

	public boolean can(String action) {
		return status.actions().contains(CounterVisitStatus.Action.valueOf(action));
	}

	/** The reader came or served, so that another must judge. */
	public boolean mine() {
		return involved.contains(Actor.current().personId());
	}

}
