package cn.jinfu.kernel;

import java.util.List;

/**
 * Whom of the federation's own house something may be given to; filled by whoever knows
 * the accounts.
 */
public interface Colleagues {

	/** Of the current federation, by name; no outlets, banks and farms. */
	List<Actor> able(String permission);

}
