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

	private static final UUID LOT = UUID.randomUUID();

	private static final UUID OTHER = UUID.randomUUID();

	private static final Map<UUID, String> NUMBERS = Map.of(LOT, "L-1", OTHER, "L-2");

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
		assertThatExceptionOfType(RuleBroken.class).isThrownBy(() -> order.confirm(List.of(), Map.of()));
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

	@Test
	void aLineOutOfTwoLotsBecomesTwoLines() {
		var order = order();
		var line = order.lines().getFirst().id();
		order.place();
		assertThat(refused(order, part(line, LOT, "12.3455"), part(line, LOT, "1")))
			.isEqualTo("supply.order.lot-twice");
		assertThat(refused(order, part(line, LOT, "12"), part(line, OTHER, "0.3")))
			.isEqualTo("supply.order.parts-differ");
		assertThat(refused(order, part(line, LOT, "12.3455"), part(line, OTHER, "0")))
			.isEqualTo("supply.order.part-kg");
		assertThat(refused(order, part(line, LOT, "12"))).isEqualTo("supply.order.parts-differ");
		assertThat(order.lines()).hasSize(1);
		order.confirm(List.of(part(line, LOT, "10"), part(line, OTHER, "2.3455")), NUMBERS);
		assertThat(order.lines()).extracting(SalesOrderLine::lotNo).containsExactly("L-1", "L-2");
		assertThat(order.lines()).extracting(SalesOrderLine::lineNo).containsExactly((short) 1, (short) 2);
		assertThat(order.lines().stream().map(SalesOrderLine::amount).reduce(Money.ZERO, Money::plus))
			.isEqualTo(order.total());
	}

	@Test
	void whatWasLoadedReplacesWhatWasPromised() {
		var order = order();
		var line = order.lines().getFirst().id();
		order.place();
		order.confirm(List.of(new LinePart(line, LOT, null)), NUMBERS);
		Tenant.runAs("330482", () -> order.ship(List.of(new LinePart(line, OTHER, null)), NUMBERS, NOW));
		assertThat(order.lines()).extracting(SalesOrderLine::harvestLotId).containsExactly(OTHER);
	}

	@Test
	void aFormNamesOneLotOrKilogramsOfSeveral() {
		var line = UUID.randomUUID();
		assertThat(LinePart.of(Map.of("lot-" + line, LOT.toString(), "kg-" + line + "-" + OTHER, " ", "version", "3")))
			.containsExactly(new LinePart(line, LOT, null));
		assertThat(LinePart.of(Map.of("lot-" + line, LOT.toString(), "kg-" + line + "-" + OTHER, "12.5")))
			.containsExactly(part(line, OTHER, "12.5"));
		assertThat(LinePart.of(Map.of("lot-" + line, "", "lot-x", LOT.toString()))).isEmpty();
		assertThatExceptionOfType(RuleBroken.class)
			.isThrownBy(() -> LinePart.of(Map.of("kg-" + line + "-" + OTHER, "1e3")));
	}

	private static LinePart part(UUID line, UUID lot, String kg) {
		return new LinePart(line, lot, new BigDecimal(kg));
	}

	private static String refused(SalesOrder order, LinePart... parts) {
		try {
			order.confirm(List.of(parts), NUMBERS);
			return "";
		}
		catch (RuleBroken broken) {
			return broken.code();
		}
	}

	private static SalesOrder received() {
		var order = order();
		Tenant.runAs("330482", () -> {
			order.place();
			order.confirm(List.of(new LinePart(order.lines().getFirst().id(), LOT, null)), Map.of(LOT, "L-1"));
			order.ship(List.of(), Map.of(), NOW);
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
