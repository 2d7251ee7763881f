package cn.jinfu.kernel;

import java.util.List;
import java.util.UUID;

/**
 * What stands against deleting a person's data: each module names what of his is still
 * open with it.
 */
public interface ErasureGuard {

	/**
	 * @param key message key of what it is
	 * @param count how many, at least one
	 */
	record Open(String key, long count) {
	}

	/** Empty when nothing is open. */
	List<Open> openOf(UUID personId);

}
