package cn.jinfu.production.iot;

import java.util.List;

import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Section;
import org.springframework.stereotype.Component;

/** What the sensors bring to the shell. */
@Component
class SensorShell implements MenuContribution {

	private static final String VIEW = "production:device:view";

	@Override
	public List<MenuEntry> entries() {
		return List.of(new MenuEntry(Section.PRODUCTION, "production.menu.devices", "/console/devices", VIEW, 60),
				new MenuEntry(Section.PRODUCTION, "production.menu.quality", "/console/data-quality", VIEW, 62));
	}

}
