package cn.jinfu.platform.home;

import java.util.List;

import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Section;

import org.springframework.stereotype.Component;

/** The section of the system itself. */
@Component
class PlatformMenu implements MenuContribution {

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.SYSTEM, "platform.menu.accounts", "/console/accounts", "platform:account:read",
						10),
				new MenuEntry(Section.SYSTEM, "platform.menu.messages", "/console/messages", "platform:message:read",
						20),
				new MenuEntry(Section.SYSTEM, "platform.menu.jobs", "/console/jobs", "platform:job:manage", 30),
				new MenuEntry(Section.SYSTEM, "platform.menu.audit", "/console/audit", "platform:audit:read", 40),
				new MenuEntry(Section.SYSTEM, "platform.menu.calendar", "/console/working-days",
						"platform:calendar:view", 50),
				new MenuEntry(Section.SYSTEM, "platform.menu.two-people", "/console/two-person-steps",
						"platform:two-people:view", 60),
				new MenuEntry(Section.SYSTEM, "platform.menu.second-factors", "/console/second-factors",
						"platform:second-factor:view", 65),
				new MenuEntry(Section.SYSTEM, "platform.menu.clients", "/console/clients", "platform:client:view", 15));
	}

}
