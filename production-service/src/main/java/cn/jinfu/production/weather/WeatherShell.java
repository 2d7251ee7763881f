package cn.jinfu.production.weather;

import java.util.List;
import java.util.Optional;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.PortalCard;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/** 天气 in the menu, limits that wait for a second person, and 今天能打药吗 on the phone. */
@Component
@RequiredArgsConstructor
class WeatherShell implements MenuContribution, ToDoSource, PortalCard {

	private static final String VIEW = "production:weather:view";

	private static final String CONFIRM = "production:weather:confirm";

	private static final int CONFIRM_DAYS = 5;

	private final WeatherAdvices advices;

	private final AdviceRules rules;

	private final WorkingDays workingDays;

	@Override
	public List<MenuEntry> entries() {
		return List.of(new MenuEntry(Section.PRODUCTION, "production.menu.weather", "/console/weather", VIEW, 35),
				new MenuEntry(Section.PRODUCTION, "production.menu.weather-rules", "/console/weather-rules", VIEW, 46));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(CONFIRM)) {
			return List.of();
		}
		return rules.open()
			.stream()
			.filter(it -> !it.mine())
			.limit(limit)
			.map(it -> new ToDo("weather:" + it.id() + ":confirm", Section.PRODUCTION, "production.todo.weather",
					it.text().decidedBy(), it.text().validFrom().toString(), "/console/weather-rules", CONFIRM,
					workingDays.until(it.proposedAt(), CONFIRM_DAYS)))
			.toList();
	}

	/** What the farm opens its phone for comes first. */
	@Override
	public int order() {
		return -10;
	}

	@Override
	public Optional<Content> content(Actor actor) {
		return (actor.scope().kind() == Scope.Kind.MEMBER && actor.may(VIEW))
				? Optional.of(new Content("production/portal/weather :: spraying", advices.spraying(actor.memberId())))
				: Optional.empty();
	}

}
