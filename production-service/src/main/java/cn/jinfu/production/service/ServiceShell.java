package cn.jinfu.production.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import cn.jinfu.production.service.order.ServiceOrderQueries;
import cn.jinfu.production.service.order.ServiceOrderState;
import cn.jinfu.production.service.order.ServiceOrderView;
import cn.jinfu.production.service.trust.TrustQueries;
import cn.jinfu.production.service.trust.TrustView;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/** Services in the menu and on the phone, and what waits for whom. */
@Component
@RequiredArgsConstructor
class ServiceShell implements MenuContribution, ToDoSource {

	private static final String VIEW = "production:service:view";

	private static final String CONFIRM = "production:trust:confirm";

	private static final String SETTLE = "production:trust:settle";

	private static final String MANAGE = "production:service:manage";

	private final ServiceOrderQueries orders;

	private final TrustQueries trusts;

	private final WorkingDays workingDays;

	private final BusinessClock clock;

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.PRODUCTION, "production.menu.service-orders", "/console/service-orders", VIEW,
						80),
				new MenuEntry(Section.PRODUCTION, "production.menu.service-providers", "/console/service-providers",
						VIEW, 81, List.of("/console/service-menus")),
				new MenuEntry(Section.PRODUCTION, "production.menu.machines", "/console/machines", VIEW, 82),
				new MenuEntry(Section.PRODUCTION, "production.menu.trusts", "/console/trust-contracts", VIEW, 83),
				new MenuEntry(Section.PRODUCTION, "production.menu.campaigns", "/console/pest-campaigns", VIEW, 84));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		var todos = new ArrayList<ToDo>();
		if (actor.scope().kind() == Scope.Kind.MEMBER) {
			if (actor.may(VIEW)) {
				orders.waiting(limit).forEach(it -> todos.add(todo(it, step(it), "/portal/service-orders/", VIEW)));
				trusts.partsDue(clock.today(), limit)
					.forEach(it -> todos.add(trust(it, "part", "/portal/trust-contracts/", VIEW)));
				trusts.toSign(limit).forEach(it -> todos.add(trust(it, "sign", "/portal/trust-contracts/", VIEW)));
			}
		}
		else if (actor.may(MANAGE)) {
			orders.stale(clock.now().minus(Duration.ofDays(ServiceOrderView.ANSWER_DAYS)), limit)
				.forEach(it -> todos.add(todo(it, "urge", "/console/service-orders/", MANAGE)));
		}
		if (actor.may(CONFIRM)) {
			trusts.toConfirm(limit)
				.forEach(it -> todos.add(trust(it, "confirm", "/console/trust-contracts/", CONFIRM)));
		}
		if (actor.may(SETTLE)) {
			trusts.toSettle(clock.today(), limit)
				.forEach(it -> todos.add(trust(it, "settle", "/console/trust-contracts/", SETTLE)));
		}
		return todos.stream().limit(limit).toList();
	}

	private static String step(ServiceOrderView order) {
		return switch (order.state()) {
			case ORDERED -> "take";
			case TAKEN -> "dispatch";
			case REPORTED -> "accept";
			case REWORK -> "rework";
			case ACCEPTED -> "bill";
			case DECLINED, CANCELLED, DISPATCHED, WORKING, BILLED, PAID ->
				throw new IllegalStateException(order.state().name());
		};
	}

	private ToDo todo(ServiceOrderView it, String step, String path, String permission) {
		var who = (it.state() == ServiceOrderState.REPORTED) ? it.providerName() : it.memberName();
		return new ToDo("service-order:" + it.id() + ":" + step, Section.PRODUCTION, "production.todo.service-" + step,
				who, it.name() + " " + it.plotName(), path + it.id(), permission,
				workingDays.until(it.changedAt(), ServiceOrderView.ANSWER_DAYS));
	}

	private ToDo trust(TrustView it, String step, String path, String permission) {
		return new ToDo("trust:" + it.id() + ":" + step, Section.PRODUCTION, "production.todo.trust-" + step,
				it.mine() ? it.providerName() : it.memberName(), it.no() + " " + it.cropName(), path + it.id(),
				permission, step.equals("settle") ? workingDays.until(it.endsOn(), TrustView.SIGN_DAYS)
						: workingDays.until(it.changedAt(), TrustView.SIGN_DAYS));
	}

}
