package cn.jinfu.supply.facts;

import java.util.List;

import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Section;
import org.springframework.stereotype.Component;

@Component
class SupplyMenu implements MenuContribution {

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.SUPPLY, "supply.menu.outlets", "/console/outlets", "supply:outlet:view", 10),
				new MenuEntry(Section.SUPPLY, "supply.menu.orders", "/console/orders", "supply:order:view", 40));
	}

}
