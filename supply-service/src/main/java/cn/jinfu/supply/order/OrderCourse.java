package cn.jinfu.supply.order;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

import cn.jinfu.kernel.Step;
import cn.jinfu.kernel.Step.State;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** The way of an order from the buyer's word to the money, for the head of its page. */
@Component
@RequiredArgsConstructor
class OrderCourse {

	private static final List<OrderStatus> WAY = List.of(OrderStatus.PLACED, OrderStatus.CONFIRMED, OrderStatus.SHIPPED,
			OrderStatus.RECEIVED, OrderStatus.PAID, OrderStatus.COMPLETED);

	private final MessageSource messages;

	List<Step> of(OrderView order) {
		var reached = WAY.indexOf(order.status());
		return WAY.stream().map(step -> {
			var place = WAY.indexOf(step);
			var state = (place <= reached) ? State.DONE
					: (place == reached + 1 && open(order)) ? State.NOW : State.TODO;
			return new Step(say("enum.OrderStatus." + step.name()), say("supply.order.turn." + step.name()),
					Objects.toString(day(order, step), ""), state, false);
		}).toList();
	}

	private static boolean open(OrderView order) {
		return order.status().forward().isPresent();
	}

	private static @Nullable LocalDate day(OrderView order, OrderStatus step) {
		return switch (step) {
			case SHIPPED -> order.shippedOn();
			case RECEIVED -> order.receivedOn();
			case PAID -> order.paidOn();
			case PLACED -> order.createdOn();
			case DRAFT, CONFIRMED, COMPLETED, CANCELLED, RETURNED -> null;
		};
	}

	private String say(String key) {
		return messages.getMessage(key, null, LocaleContextHolder.getLocale());
	}

}
