package cn.jinfu.kernel;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Keeps what a phone sent late and the rules refused, until the farm has mended it. */
public interface LateEntries {

	/**
	 * @param key the phone's own for this entry, the same however often it is sent
	 * @param fields as they were typed, by name
	 */
	record Entry(String path, String key, Map<String, List<String>> fields) {
	}

	/**
	 * Why it was refused.
	 *
	 * @param code without {@code problem.} before it
	 * @param field null when it is about the whole
	 */
	record Why(int status, String code, @Nullable String field, String words, String wordsEn) {
	}

	/**
	 * For the farm of who acts; the same entry again changes its reason only.
	 * @return whether it is kept, so that the phone may let go of it
	 */
	boolean keep(Entry entry, Why why);

	/** It was accepted after all. */
	void accepted(String key);

}
