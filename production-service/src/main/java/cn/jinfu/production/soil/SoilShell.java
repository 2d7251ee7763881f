package cn.jinfu.production.soil;

import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/** 测土配方 in the menu, and values that wait for a second person. */
@Component
@RequiredArgsConstructor
class SoilShell implements MenuContribution, ToDoSource {

	private static final String VIEW = "production:soil:view";

	private static final String CONFIRM = "production:soil:confirm";

	private static final int CONFIRM_DAYS = 3;

	private final SoilSamples samples;

	private final WorkingDays workingDays;

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.PRODUCTION, "production.menu.soil", "/console/soil-samples", VIEW, 76,
						List.of("/console/soil-recipes")),
				new MenuEntry(Section.PRODUCTION, "production.menu.soil-editions", "/console/soil-editions", VIEW, 77));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(CONFIRM)) {
			return List.of();
		}
		return samples.toConfirm(limit)
			.stream()
			.map(it -> new ToDo("soil:" + it.id() + ":confirm", Section.PRODUCTION, "production.todo.soil-confirm",
					it.memberName(), it.no() + " " + it.plotName(), "/console/soil-samples/" + it.id(), CONFIRM,
					workingDays.until(it.takenAt(), CONFIRM_DAYS)))
			.toList();
	}

}
