package cn.jinfu.supply.order;

import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Orders in which it is this person's turn. */
@Component
@RequiredArgsConstructor
class OrderToDos implements ToDoSource {

	private final OrderQueries orders;

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may("supply:order:view") || !(actor.may("supply:order:buy") || actor.may("supply:order:sell"))) {
			return List.of();
		}
		var base = actor.may("portal:open") ? "/portal/orders/" : "/console/orders/";
		return orders.waiting(limit).stream().map(order -> {
			var next = String.valueOf(order.next());
			var other = actor.memberId().equals(order.sellerId()) ? order.buyerName() : order.sellerName();
			return new ToDo("order:" + order.id() + ":" + next, Section.SUPPLY, "supply.todo." + next, other,
					order.no() + " " + (order.goods() != null ? order.goods() : ""), base + order.id(),
					actor.may("supply:order:sell") ? "supply:order:sell" : "supply:order:buy", null);
		}).toList();
	}

}
