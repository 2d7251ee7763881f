package cn.jinfu.credit.rating;

import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Everything a rating follows from, frozen: with the same card it gives the same result
 * for ever.
 *
 * @param facts by indicator or knock-out code
 */
public record Snapshot(UUID memberId, LocalDate asOf, SortedMap<String, Fact> facts, LimitInputs limit) {

	public @Nullable Fact fact(String code) {
		var fact = facts.get(code);
		return (fact == null || fact.missing()) ? null : fact;
	}

	/** The same farm with one fact otherwise: for "what if". */
	Snapshot with(String code, Fact fact) {
		var changed = new TreeMap<>(facts);
		changed.put(code, fact);
		return new Snapshot(memberId, asOf, changed, limit);
	}

}
