package cn.jinfu.production.hospital.consult;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of a question.
 *
 * @param doctorName who has it, or to whom it was sent while it waits
 * @param escalatedAt when it was marked that nobody had answered within the target
 * @param mine whether the reader is the doctor who has it
 * @param forMe whether the reader may take it as a doctor
 */
public record ConsultView(UUID id, String no, UUID memberId, @With String memberName, String division, UUID plantingId,
		String plotName, String crop, String cropName, String question, ConsultChannel channel, ConsultState state,
		@Nullable UUID doctorId, @Nullable String doctorName, @Nullable UUID referredTo, boolean mine, boolean forMe,
		Instant openedAt, Instant waitingSince, @Nullable Instant takenAt, @Nullable LocalDate visitOn,
		@Nullable String answer, @Nullable Instant answeredAt, @Nullable Instant escalatedAt, @Nullable Integer rating,
		@Nullable String ratingNote, long version) {

	/** Whether it was said that nobody answers, and still nobody has. */
	public boolean late() {
		return escalatedAt != null && answeredAt == null && state.open();
	}

	/** Whether the state allows it; whose it is is another matter. */
	public boolean can(String action) {
		return state.actions().contains(ConsultState.Action.valueOf(action));
	}

}
