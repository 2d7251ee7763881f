package cn.jinfu.production.refused;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of an entry that was refused, without what was typed.
 *
 * @param form where it was sent to
 * @param titleKey message key of what would have been recorded
 * @param code why, as the refusal said it; {@code field} names the input, null for the
 * whole
 * @param words why, one reason a line
 * @param times how often it was refused
 * @param firstAt when it came first
 */
public record RefusedEntryView(UUID id, UUID memberId, @With String memberName, String division, String form,
		@With String titleKey, String byName, int status, String code, @Nullable String field, String words,
		String wordsEn, int times, RefusedState state, Instant firstAt, Instant refusedAt, long version) {

	public boolean can(String action) {
		return state.actions().contains(RefusedState.Action.valueOf(action));
	}

	public String why(Locale locale) {
		return Locale.ENGLISH.getLanguage().equals(locale.getLanguage()) ? wordsEn : words;
	}

}
