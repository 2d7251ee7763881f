package cn.jinfu.platform.account;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** Takes a leaver's tasks off his desk; filled by whoever keeps the passing of tasks. */
public interface TaskHeir {

	/**
	 * @param toAccount who gets them; null: whoever may do them
	 * @return how many moved
	 */
	int moveAll(UUID leaver, @Nullable UUID toAccount);

}
