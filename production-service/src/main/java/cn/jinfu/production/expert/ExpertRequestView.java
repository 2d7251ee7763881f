package cn.jinfu.production.expert;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of a request.
 *
 * @param wantedOn when the farm would like it; null for a question
 * @param agreedOn when it takes place
 * @param people how many come to a training
 * @param mine whether the reader is the expert who took it
 */
public record ExpertRequestView(UUID id, String no, UUID memberId, @With String memberName, UUID teamId,
		String teamName, RequestKind kind, String crop, String cropName, String question, @Nullable LocalDate wantedOn,
		@Nullable Integer people, RequestState state, Instant askedAt, Instant changedAt, @Nullable String expertName,
		@Nullable LocalDate agreedOn, @Nullable String answer, @Nullable Instant answeredAt, @Nullable String followUp,
		@Nullable Instant followedAt, @Nullable Integer score, @Nullable String remark, boolean mine, long version) {

	/** An expert answers within so many working days. */
	public static final int ANSWER_DAYS = 3;

	public boolean can(String action) {
		return state.actions().contains(RequestState.Action.valueOf(action));
	}

}
