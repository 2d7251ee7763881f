package cn.jinfu.production.iot;

import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.production.iot.alarm.AlarmView;
import cn.jinfu.production.iot.alarm.Alarms;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/** What the sensors bring to the shell: menu, and alarms that somebody should look at. */
@Component
@RequiredArgsConstructor
class SensorShell implements MenuContribution, ToDoSource {

	private static final String VIEW = "production:device:view";

	private static final String ACKNOWLEDGE = "production:alarm:acknowledge";

	private final Alarms alarms;

	@Override
	public List<MenuEntry> entries() {
		return List.of(new MenuEntry(Section.PRODUCTION, "production.menu.iot", "/console/iot", VIEW, 59),
				new MenuEntry(Section.PRODUCTION, "production.menu.devices", "/console/devices", VIEW, 60,
						List.of("/console/device-products", "/console/device-imports", "/console/series")),
				new MenuEntry(Section.PRODUCTION, "production.menu.alarms", "/console/alarms", VIEW, 61,
						List.of("/console/alarm-rules")),
				new MenuEntry(Section.PRODUCTION, "production.menu.quality", "/console/data-quality", VIEW, 62),
				new MenuEntry(Section.PRODUCTION, "production.menu.videos", "/console/videos", "production:video:view",
						63));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(ACKNOWLEDGE)) {
			return List.of();
		}
		var farm = actor.scope().kind() == Scope.Kind.MEMBER;
		return alarms.waiting(farm, limit).stream().map(alarm -> todo(alarm, farm)).toList();
	}

	private static ToDo todo(AlarmView alarm, boolean farm) {
		return new ToDo("alarm:" + alarm.id() + (alarm.state().waiting() ? ":acknowledge" : ":attend"),
				Section.PRODUCTION, alarm.silence() ? "production.todo.silence" : "production.todo.alarm",
				farm ? alarm.where() : alarm.memberName() + " " + alarm.where(), alarm.ruleName(),
				(farm ? "/portal/alarms/" : "/console/alarms/") + alarm.id(), ACKNOWLEDGE, null);
	}

}
