package cn.jinfu.production.standard;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of an edition.
 *
 * @param varietyGroup empty: for all varieties
 * @param plantings how many go by it
 * @param mine whether the reader wrote on it, so that somebody else must confirm
 */
public record StandardView(UUID id, String crop, String cropName, String varietyGroup, List<String> varieties,
		int edition, int harvestDays, String source, boolean demo, StandardState state, String byName, Instant editedAt,
		@Nullable Instant submittedAt, @Nullable String confirmedName, @Nullable LocalDate inForceOn,
		@Nullable LocalDate retiredOn, long plantings, boolean mine, long version) {

	public boolean can(String action) {
		return state.actions().contains(StandardState.Action.valueOf(action));
	}

	/** Crop and group, as people call it. */
	public String name() {
		return varietyGroup.isEmpty() ? cropName : cropName + " " + varietyGroup;
	}

}
