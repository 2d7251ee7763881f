package cn.jinfu.platform.clock;

import java.util.List;

import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Section;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Shown in a demo alone. */
@Component
@RequiredArgsConstructor
class ClockMenu implements MenuContribution {

	private final ClockDesk desk;

	/** What an installation keeps does not change its kind while it runs. */
	private volatile boolean demo;

	@Override
	public List<MenuEntry> entries() {
		if (!demo) {
			demo = desk.demo();
		}
		return demo ? List.of(new MenuEntry(Section.SYSTEM, "platform.menu.clock", "/console/business-clock",
				"platform:clock:move", 70)) : List.of();
	}

}
