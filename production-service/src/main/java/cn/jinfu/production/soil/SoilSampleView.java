package cn.jinfu.production.soil;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of a soil sample.
 *
 * @param depthFrom cm below the surface, as {@code depthTo}
 * @param values null until the laboratory's values are in
 * @param mine whether the reader entered the values, so that somebody else must confirm
 */
public record SoilSampleView(UUID id, String no, UUID memberId, @With String memberName, UUID plotId, String plotNo,
		String plotName, String point, int depthFrom, int depthTo, LocalDate takenOn, String sampler, SoilState state,
		Instant takenAt, @Nullable SoilValues values, boolean mine, boolean demo, long version) {

	public boolean can(String action) {
		return state.actions().contains(SoilState.Action.valueOf(action));
	}

}
