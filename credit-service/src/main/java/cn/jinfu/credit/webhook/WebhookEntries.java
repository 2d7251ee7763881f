package cn.jinfu.credit.webhook;

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

/** Menu and tasks about the addresses of banks. */
@Component
@RequiredArgsConstructor
class WebhookEntries implements MenuContribution, ToDoSource {

	private static final String PROPOSE = "credit:webhook:propose";

	private static final String CONFIRM = "credit:webhook:confirm";

	/** Working days in which somebody looks; an alarm wants it the next day. */
	private static final int DAYS = 3;

	private final WebhookDesk desk;

	private final WorkingDays workingDays;

	@Override
	public List<MenuEntry> entries() {
		return List.of(new MenuEntry(Section.SYSTEM, "credit.menu.webhooks", "/console/webhook-endpoints",
				"credit:webhook:view", 16, List.of("/console/webhook-deliveries")));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(PROPOSE) && !actor.may(CONFIRM)) {
			return List.of();
		}
		return desk.waiting()
			.stream()
			.filter(it -> actor.may(permission(it)) && !actor.personId().equals(proposed(it)))
			.limit(limit)
			.map(it -> new ToDo("WebhookEndpoint:" + it.id() + ":" + it.status(), Section.SYSTEM,
					"credit.todo.webhook." + it.status(), it.bankName(), it.url(),
					"/console/webhook-endpoints/" + it.id(), permission(it),
					workingDays.until(it.since(), (it.status() == EndpointStatus.STOPPED) ? 1 : DAYS)))
			.toList();
	}

	private static String permission(WebhookDesk.Waiting it) {
		return (it.status() == EndpointStatus.PROPOSED) ? CONFIRM : PROPOSE;
	}

	/** Who proposed does not confirm; he may well look at what was stopped. */
	private static java.util.@org.jspecify.annotations.Nullable UUID proposed(WebhookDesk.Waiting it) {
		return (it.status() == EndpointStatus.PROPOSED) ? it.proposedBy() : null;
	}

}
