package cn.jinfu.production.expert;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.production.operation.OperationKind;
import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of a solution.
 *
 * @param memberId for whom it was written; null for a township or the county
 * @param place name of the township, or empty
 * @param text the edition in force; before the first one the draft
 * @param draft what is being written; null for who does not write, and when nothing is
 * @param edition in force; 0 before the first
 * @param adoptions on how many fields farms go by it
 * @param ofMyTeam whether the reader is an expert of the team
 */
public record SolutionView(UUID id, String no, UUID teamId, String teamName, String teamPhone, String author,
		@Nullable UUID requestId, String crop, String cropName, Audience audience, @Nullable UUID memberId,
		@With String memberName, @Nullable String division, @With String place, SolutionState state, int edition,
		Text text, @With @Nullable Text draft, Instant writtenAt, Instant changedAt, long adoptions, boolean ofMyTeam,
		long version) {

	/**
	 * @param problem what is the matter
	 * @param steps what to do about it
	 * @param note what this edition changes; null for the first
	 */
	public record Text(String title, String problem, String steps, @Nullable String note) {

		/** One step a line, as it was written. */
		public List<String> stepList() {
			return steps.lines().map(String::strip).filter(it -> !it.isEmpty()).toList();
		}

	}

	public record Edition(int edition, Text text, Instant sentAt, String byName) {
	}

	/** One field on which a farm goes by it. */
	public record Adoption(UUID id, UUID memberId, @With String memberName, UUID plantingId, String plotName,
			int edition, LocalDate adoptedOn, @Nullable Outcome outcome, @Nullable String remark,
			@With List<Work> works) {
	}

	/** What was done on the field since. */
	public record Work(UUID operationId, OperationKind kind, LocalDate on, @Nullable String product, boolean linked,
			boolean struck) {
	}

	public boolean can(String action) {
		return state.actions().contains(SolutionState.Action.valueOf(action));
	}

}
