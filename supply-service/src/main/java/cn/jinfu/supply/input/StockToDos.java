package cn.jinfu.supply.input;

import java.util.List;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/**
 * Shelves that run low or expire, at one's own outlet; quota versions that wait. A shelf
 * that only runs low has no time limit: the outlet itself knows when it wants goods.
 */
@Component
@RequiredArgsConstructor
class StockToDos implements ToDoSource {

	private final StockQueries shelves;

	private final QuotaQueries quotas;

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		return Stream.concat(shelves(actor, limit), versions(actor)).limit(limit).toList();
	}

	private Stream<ToDo> shelves(Actor actor, int limit) {
		if (actor.scope().kind() != Scope.Kind.OUTLET || !actor.may("supply:stock:receive")) {
			return Stream.empty();
		}
		return shelves.list(null, actor.outletId(), true, limit, null)
			.items()
			.stream()
			.filter(shelf -> shelf.onHand() > 0)
			.map(shelf -> new ToDo("stock:" + shelf.stockId() + ":low", Section.SUPPLY,
					shelf.daysLeft() <= StockQueries.FEW_DAYS ? "supply.todo.expires" : "supply.todo.low",
					shelf.input(), shelf.lotNo(), "/console/stock/" + shelf.stockId(), "supply:stock:receive",
					shelf.daysLeft() <= StockQueries.FEW_DAYS ? BusinessClock.endOf(shelf.expiresOn()) : null));
	}

	private Stream<ToDo> versions(Actor actor) {
		if (!actor.may("supply:quota:approve")) {
			return Stream.empty();
		}
		return quotas.rules()
			.stream()
			.filter(rule -> !rule.approved() && !rule.mine())
			.map(rule -> new ToDo("quota-rule:" + rule.id() + ":approve", Section.SUPPLY, "supply.todo.quota-rule",
					rule.proposedName(), rule.validFrom() + "  " + rule.yuanPerMu(), "/console/input-quotas/rules",
					"supply:quota:approve", BusinessClock.endOf(rule.validFrom().minusDays(1))));
	}

}
