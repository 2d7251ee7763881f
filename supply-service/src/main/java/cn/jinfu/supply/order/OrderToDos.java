package cn.jinfu.supply.order;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** Orders in which it is this person's turn. */
@Component
@RequiredArgsConstructor
class OrderToDos implements ToDoSource {

	/** Working days for each step, the federation's own; paying takes longest. */
	private static final int CONFIRM_DAYS = 1;

	private static final int SHIP_DAYS = 3;

	private static final int LOOK_DAYS = 2;

	private static final int PAY_DAYS = 5;

	private final OrderQueries orders;

	private final WorkingDays workingDays;

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
					actor.may("supply:order:sell") ? "supply:order:sell" : "supply:order:buy", due(order));
		}).toList();
	}

	/** A draft is promised to nobody, so it has no time limit. */
	@Nullable Instant due(OrderView order) {
		return switch (order.status()) {
			case PLACED -> workingDays.until(order.createdOn(), CONFIRM_DAYS);
			case CONFIRMED -> workingDays.until(order.createdOn(), SHIP_DAYS);
			case SHIPPED -> after(order.shippedOn(), LOOK_DAYS);
			case RECEIVED -> after(order.receivedOn(), PAY_DAYS);
			case PAID -> after(order.paidOn(), LOOK_DAYS);
			default -> null;
		};
	}

	private @Nullable Instant after(@Nullable LocalDate day, int days) {
		return (day == null) ? null : workingDays.until(day, days);
	}

}
