package cn.jinfu.kernel;

import java.util.List;

/** A module's pages in the console's sidebar. */
public interface MenuContribution {

	List<MenuEntry> entries();

}
