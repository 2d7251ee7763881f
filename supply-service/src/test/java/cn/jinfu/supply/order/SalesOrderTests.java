package cn.jinfu.supply.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import org.junit.jupiter.api.Test;

class SalesOrderTests {

	private static final Instant NOW = Instant.parse("2026-08-01T02:00:00Z");

	private static final UUID SELLER = UUID.randomUUID();

	private static final UUID BUYER = UUID.randomUUID();

	@Test
	void lineIsRoundedHalfUpToFen() {
		assertThat(order().total()).isEqualTo(Money.of("123.46"));
	}

	@Test
	void nobodyBuysFromHimself() {
		assertThatExceptionOfType(RuleBroken.class)
			.isThrownBy(() -> SalesOrder.draft("D-1", SELLER, SELLER, List.of(line()), BUYER, LocalDate.EPOCH));
	}

	@Test
	void confirmationWantsALotForEveryLine() {
		var order = order();
		order.place();
		assertThatExceptionOfType(RuleBroken.class).isThrownBy(() -> order.confirm(Map.of()));
		assertThat(order.status()).isEqualTo(OrderStatus.PLACED);
	}

	@Test
	void otherAmountIsNoPaymentOfThisOrder() {
		var order = received();
		assertThatExceptionOfType(RuleBroken.class).isThrownBy(() -> order.pay(Money.of("123.45"), "T1", BUYER, NOW));
		assertThat(order.status()).isEqualTo(OrderStatus.RECEIVED);
		assertThat(order.bankTxnNo()).isNull();
	}

	@Test
	void receivingAndPayingAreDifferentActs() {
		var order = received();
		assertThat(order.paidOn()).isNull();
		Tenant.runAs("330482", () -> order.pay(Money.of("123.46"), "T1", BUYER, NOW));
		assertThat(order.status()).isEqualTo(OrderStatus.PAID);
	}

	@Test
	void eachSideDoesItsOwnPart() {
		assertThat(Party.SELLER.may(OrderStatus.Action.RECEIVE)).isFalse();
		assertThat(Party.SELLER.may(OrderStatus.Action.PAY)).isFalse();
		assertThat(Party.STAFF.may(OrderStatus.Action.RECEIVE)).isFalse();
		assertThat(Party.BUYER.may(OrderStatus.Action.SHIP)).isFalse();
	}

	private static SalesOrder received() {
		var order = order();
		Tenant.runAs("330482", () -> {
			order.place();
			order.confirm(Map.of(order.lines().getFirst().id(), UUID.randomUUID()));
			order.ship(NOW);
			order.receive(BUYER, true, NOW);
		});
		return order;
	}

	private static SalesOrder order() {
		return SalesOrder.draft("D-1", SELLER, BUYER, List.of(line()), BUYER, LocalDate.EPOCH);
	}

	private static SalesOrderLine line() {
		return SalesOrderLine.of(1, UUID.randomUUID(), new BigDecimal("12.3455"), Money.of("10.00"));
	}

}
