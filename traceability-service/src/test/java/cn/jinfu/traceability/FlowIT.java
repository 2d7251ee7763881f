package cn.jinfu.traceability;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.production.HoldReason;
import cn.jinfu.supply.LotStock;
import cn.jinfu.traceability.flow.FlowQueries;
import cn.jinfu.traceability.flow.HandOver;
import cn.jinfu.traceability.flow.HandOverCommands;
import cn.jinfu.traceability.flow.StepCommands;
import cn.jinfu.traceability.flow.StepKind;
import cn.jinfu.traceability.flow.StepMistake;
import cn.jinfu.traceability.lot.LotGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.given;

/** Steps, hand-overs and corrections on a real database. */
class FlowIT extends TraceWorld {

	@Autowired
	StepCommands steps;

	@Autowired
	HandOverCommands handOvers;

	@Autowired
	FlowQueries flows;

	@Autowired
	LotGraph graph;

	@Autowired
	LotStock stock;

	private final UUID packer = Ids.next();

	@BeforeEach
	void packer() {
		member(packer, "示例包装厂");
		var summary = new MemberSummary(packer, "M-2", "示例包装厂", MemberKind.AGRIBUSINESS, MemberStatus.ACTIVE,
				"330482100", "330482100", null, "138****0000", "", true);
		given(members.require(packer)).willReturn(summary);
		given(members.requireActive(packer)).willReturn(summary);
	}

	@Test
	void twoLotsAreMixedAndTheMixKnowsBoth() {
		var one = harvest("100", null);
		var two = harvest("50", null);
		test("0.1");
		var mixed = made(mix(one, "100", two, "20", "118", "2"));
		assertThat(status(mixed)).isEqualTo("RELEASED");
		assertThat(status(one)).isEqualTo("CONSUMED");
		assertThat(left(two)).isEqualTo("30");
		assertThat(as("clerk", () -> graph.backward(List.of(mixed)))).contains(one, two);
		assertThat(as("clerk", () -> graph.forward(List.of(planting)))).contains(one, two, mixed);
		assertThat(faults(one)).isEmpty();
		assertThat(faults(mixed)).isEmpty();
	}

	@Test
	void moreThanWentInNeverComesOut() {
		var one = harvest("100", null);
		var two = harvest("50", null);
		test("0.1");
		assertThatThrownBy(() -> mix(one, "100", two, "20", "119", "2"))
			.hasMessageContaining("trace.step.above-inputs");
		assertThatThrownBy(() -> mix(one, "101", two, "20", "100", "0")).hasMessageContaining("trace.lot.short");
		assertThatThrownBy(() -> mix(one, "100", two, "20", "119", "-1"))
			.hasMessageContaining("trace.step.loss-negative");
		assertThat(left(one)).isEqualTo("100");
		// past the aggregate, the database refuses at the end of the transaction
		assertThatThrownBy(() -> as("clerk",
				() -> sql
					.sql("""
							insert into trace_lot (id, tenant_id, version, lot_code, member_id, planting_id, crop, crop_name, producer,
							  origin, division, harvested_on, kg, kg_left, kg_labelled, kg_reworked, status, status_at, completeness,
							  kind, source_id) select gen_random_uuid(), tenant_id, 0, 'X' || substr(gen_random_uuid()::text, 1, 12),
							  member_id, planting_id, crop, crop_name, producer, origin, division, harvested_on, kg, kg, 0, 0, 'OPEN',
							  now(), 0, 'PACKED', gen_random_uuid() from trace_lot where id = ?""")
					.param(one)
					.update()))
			.isInstanceOf(org.springframework.core.NestedRuntimeException.class)
			.rootCause()
			.message()
			.contains("trace_step_balance_ck");
	}

	@Test
	void whatIsMadeOfAHeldLotIsHeldForTheSameReason() {
		var good = harvest("100", null);
		test("0.1");
		var early = harvest("40", new HoldReason(HoldReason.Kind.INTERVAL, "示例药", DAY.plusDays(4), 4));
		var mixed = made(mix(good, "50", early, "40", "90", "0"));
		assertThat(status(mixed)).isEqualTo("HELD");
		assertThatThrownBy(() -> as("officer", () -> run(() -> lots.release(mixed, "x", version(mixed)))))
			.hasMessageContaining("trace.lot.hold-stays");
		assertThatThrownBy(() -> as("farmer", () -> handOvers.send(farm, mixed, packer, BigDecimal.TEN)))
			.hasMessageContaining("trace.lot.early");
	}

	@Test
	void aFailedTestReachesWhatWasMadeOfThePlantingsLots() {
		var one = harvest("100", null);
		test("0.1");
		var parts = as("farmer", () -> steps.record(new StepCommands.Do(farm, StepKind.SPLIT, DAY,
				List.of(in(one, "100")), List.of(out("60"), out("40")), BigDecimal.ZERO, null)));
		test("0.3");
		as("clerk", () -> flows.outputs(parts)).forEach(it -> assertThat(status(it.lotId())).isEqualTo("HELD"));
	}

	@Test
	void aStepDeclaredWrongGivesBackWhatItTookAndStays() {
		var one = harvest("100", null);
		var two = harvest("50", null);
		test("0.1");
		var step = mix(one, "100", two, "20", "110", "2");
		var mixed = made(step);
		assertThatThrownBy(() -> wrong(step, " ")).hasMessageContaining("trace.lot.reason-missing");
		as("farmer", () -> run(() -> wrong(step, "称错了")));
		assertThat(status(mixed)).isEqualTo("DESTROYED");
		assertThat(left(one)).isEqualTo("100");
		assertThat(status(one)).isEqualTo("RELEASED");
		assertThat(left(two)).isEqualTo("50");
		assertThat(as("clerk", () -> graph.forward(List.of(one)))).containsExactly(one);
		assertThat(faults(one)).isEmpty();
		assertThat(faults(mixed)).isEmpty();
		assertThat(as("clerk", () -> flows.step(step)).wrong()).isTrue();
		assertThatThrownBy(() -> wrong(step, "再来")).isInstanceOf(Refusal.class);
		assertThatThrownBy(
				() -> as("clerk", () -> sql.sql("update trace_step set in_kg = 1 where id = ?").param(step).update()))
			.isInstanceOf(DataAccessException.class)
			.rootCause()
			.message()
			.contains("permission denied");
	}

	@Test
	void aStepOnWhichAnotherStandsIsNotDeclaredWrong() {
		var one = harvest("100", null);
		var two = harvest("50", null);
		test("0.1");
		var step = mix(one, "100", two, "20", "110", "2");
		var mixed = made(step);
		as("farmer", () -> steps.record(new StepCommands.Do(farm, StepKind.SPLIT, DAY, List.of(in(mixed, "30")),
				List.of(out("10"), out("20")), BigDecimal.ZERO, null)));
		assertThatThrownBy(() -> wrong(step, "x")).hasMessageContaining("trace.step.made-on");
	}

	@Test
	void twoStepsAtOnceTakeNoMoreThanThereIs() throws Exception {
		var one = harvest("100", null);
		test("0.1");
		Callable<Boolean> split = () -> tried("farmer", () -> steps.record(new StepCommands.Do(farm, StepKind.SPLIT,
				DAY, List.of(in(one, "60")), List.of(out("30"), out("30")), BigDecimal.ZERO, null)));
		assertThat(atOnce(split, split)).containsExactlyInAnyOrder(true, false);
		assertThat(left(one)).isEqualTo("40");
	}

	@Test
	void theReceiverConfirmsAndHasALotOfHisOwn() {
		var one = harvest("100", null);
		test("0.1");
		var id = as("farmer", () -> handOvers.send(farm, one, packer, new BigDecimal("80")));
		assertThat(left(one)).isEqualTo("20");
		assertThatThrownBy(() -> as("farmer", () -> handOvers.confirm(packer, id, new BigDecimal("80"), 0)))
			.isInstanceOf(Refusal.Forbidden.class);
		assertThatThrownBy(() -> as("other", () -> handOvers.confirm(farm, id, new BigDecimal("80"), 0)))
			.isInstanceOf(Refusal.NotFound.class);
		assertThatThrownBy(() -> as("other", () -> handOvers.confirm(packer, id, new BigDecimal("81"), 0)))
			.hasMessageContaining("trace.hand-over.received-kg");
		var got = as("other", () -> handOvers.confirm(packer, id, new BigDecimal("78"), 0));
		assertThat(left(got)).isEqualTo("78");
		assertThat(status(got)).isEqualTo("RELEASED");
		assertThat(as("clerk", () -> graph.backward(List.of(got)))).contains(one);
		assertThatThrownBy(() -> as("other", () -> run(() -> handOvers.object(packer, id, "x", 1))))
			.isInstanceOf(Refusal.WrongState.class);
		assertThat(faults(one)).isEmpty();
	}

	@Test
	void whatTheReceiverObjectsToComesBack() {
		var one = harvest("100", null);
		test("0.1");
		var id = as("farmer", () -> handOvers.send(farm, one, packer, new BigDecimal("100")));
		assertThat(status(one)).isEqualTo("CONSUMED");
		as("other", () -> run(() -> handOvers.object(packer, id, "没有送来", 0)));
		assertThat(left(one)).isEqualTo("100");
		assertThat(status(one)).isEqualTo("RELEASED");
	}

	@Test
	void aConfirmedHandOverThatNeverHappenedGivesTheGoodsBackAndStays() {
		var one = harvest("100", null);
		test("0.1");
		var id = confirmed(one, "80", "80");
		var got = as("clerk", () -> flows.handOver(id)).receivedLot();
		assertThatThrownBy(() -> declare("other", id, StepMistake.DID_NOT_OCCUR, " ", null))
			.hasMessageContaining("trace.lot.reason-missing");
		assertThatThrownBy(() -> declare("other", id, StepMistake.DID_NOT_OCCUR, "x", figures("80", "80")))
			.hasMessageContaining("trace.hand-over.figures-missing");
		assertThatThrownBy(() -> declare("other", id, StepMistake.INCORRECT_DATA, "x", null))
			.hasMessageContaining("trace.hand-over.figures-missing");
		stranger(Scope.member(farm),
				() -> assertThatThrownBy(() -> handOvers.declareWrong(
						new HandOverCommands.DeclareWrong(id, StepMistake.DID_NOT_OCCUR, "x", null, versionOf(id))))
					.hasMessageContaining("trace.hand-over.receiver-declares"));
		stranger(Scope.member(Ids.next()),
				() -> assertThatThrownBy(() -> handOvers
					.declareWrong(new HandOverCommands.DeclareWrong(id, StepMistake.DID_NOT_OCCUR, "x", null, 1)))
					.isInstanceOf(Refusal.NotFound.class));
		assertThat(declare("other", id, StepMistake.DID_NOT_OCCUR, "没有送来", null)).isNull();
		assertThat(left(one)).isEqualTo("100");
		assertThat(status(got)).isEqualTo("DESTROYED");
		assertThat(as("clerk", () -> graph.forward(List.of(one)))).containsExactly(one);
		assertThat(as("clerk", () -> flows.handOver(id)).errorNote()).isEqualTo("没有送来");
		assertThat(faults(one)).isEmpty();
		assertThat(faults(got)).isEmpty();
		assertThat(stepsTold(id)).containsExactlyInAnyOrder("shipping", "receiving", "shipping did_not_occur",
				"receiving did_not_occur");
		assertThatThrownBy(() -> declare("other", id, StepMistake.DID_NOT_OCCUR, "再来", null))
			.isInstanceOf(Refusal.WrongState.class);
		assertThatThrownBy(() -> as("clerk",
				() -> sql.sql("update trace_hand_over set status = 'CONFIRMED' where id = ?").param(id).update()))
			.isInstanceOf(DataAccessException.class)
			.rootCause()
			.message()
			.contains("trace_hand_over_keep_ck");
	}

	@Test
	void wrongFiguresOfAHandOverAreRecordedAnewWithTheirEvents() {
		var one = harvest("100", null);
		test("0.1");
		var id = confirmed(one, "80", "8");
		assertThatThrownBy(() -> declare("other", id, StepMistake.INCORRECT_DATA, "x", figures("80", "81")))
			.hasMessageContaining("trace.hand-over.received-kg");
		assertThatThrownBy(() -> declare("other", id, StepMistake.INCORRECT_DATA, "x", figures("101", "80")))
			.hasMessageContaining("trace.lot.short");
		stranger(Scope.member(packer),
				() -> assertThatThrownBy(() -> handOvers.declareWrong(new HandOverCommands.DeclareWrong(id,
						StepMistake.INCORRECT_DATA, "x", figures("81", "80"), versionOf(id))))
					.hasMessageContaining("trace.hand-over.above-sent"));
		as("officer", () -> run(() -> lots.hold(one, "x", version(one))));
		var right = declare("other", id, StepMistake.INCORRECT_DATA, "实收 80 公斤", figures("80", "80"));
		assertThat(left(one)).isEqualTo("20");
		var corrected = as("clerk", () -> flows.handOver(right));
		assertThat(corrected.receivedKg()).isEqualByComparingTo("80");
		assertThat(corrected.sentOn()).isEqualTo(as("clerk", () -> flows.handOver(id)).sentOn());
		assertThat(status(corrected.receivedLot())).as("its source is held by now").isEqualTo("HELD");
		assertThat(as("clerk", () -> flows.handOver(id)).correctedBy()).isEqualTo(right);
		assertThat(as("clerk", () -> graph.forward(List.of(one)))).containsExactlyInAnyOrder(one,
				corrected.receivedLot());
		assertThat(stepsTold(id)).contains("shipping incorrect_data", "receiving incorrect_data");
		assertThat(as("clerk", () -> sql
			.sql("""
					select count(distinct x.value) from trace_event_ref x join trace_event e on e.tenant_id = x.tenant_id
					   and e.event_id = x.value and e.error_at is null
					 where x.kind = 'CORRECTIVE' and x.event_pk in (select r.event_pk from trace_event_ref r where r.value = ?)""")
			.param(told(id))
			.query(Integer.class)
			.single())).isEqualTo(2);
		assertThat(faults(one)).isEmpty();
		assertThat(faults(corrected.receivedLot())).isEmpty();
	}

	@Test
	void aHandOverIsNotDeclaredWrongOnceTheGoodsHaveGoneOn() {
		var one = harvest("100", null);
		test("0.1");
		var id = confirmed(one, "80", "80");
		var got = as("clerk", () -> flows.handOver(id)).receivedLot();
		as("other", () -> steps.record(new StepCommands.Do(packer, StepKind.SPLIT, DAY, List.of(in(got, "30")),
				List.of(out("10"), out("20")), BigDecimal.ZERO, null)));
		assertThatThrownBy(() -> declare("other", id, StepMistake.DID_NOT_OCCUR, "x", null))
			.hasMessageContaining("trace.step.made-on");
		assertThat(left(one)).isEqualTo("20");
		assertThat(as("clerk", () -> flows.handOver(id)).confirmed()).isTrue();
	}

	private UUID confirmed(UUID lot, String kg, String received) {
		var id = as("farmer", () -> handOvers.send(farm, lot, packer, new BigDecimal(kg)));
		as("other", () -> handOvers.confirm(packer, id, new BigDecimal(received), 0));
		return id;
	}

	private UUID declare(String who, UUID id, StepMistake reason, String note, HandOver.Figures right) {
		var command = new HandOverCommands.DeclareWrong(id, reason, note, right, versionOf(id));
		return as(who, () -> handOvers.declareWrong(command));
	}

	private long versionOf(UUID handOver) {
		return as("clerk", () -> flows.handOver(handOver)).version();
	}

	private static HandOver.Figures figures(String kg, String received) {
		return new HandOver.Figures(new BigDecimal(kg), new BigDecimal(received));
	}

	private String told(UUID handOver) {
		return "urn:jinfu:hand-over:" + TENANT + ":" + as("clerk", () -> flows.handOver(handOver)).number();
	}

	/**
	 * Steps of the events about a hand-over, with the reason where one declares it wrong.
	 */
	private List<String> stepsTold(UUID handOver) {
		return as("clerk", () -> sql.sql("""
				select trim(e.doc ->> 'bizStep' || ' ' || coalesce(e.doc -> 'errorDeclaration' ->> 'reason', ''))
				  from trace_event_ref x join trace_event e on e.tenant_id = x.tenant_id and e.id = x.event_pk
				 where x.value = ?""").param(told(handOver)).query(String.class).list());
	}

	@Test
	void aSaleOverTheCounterIsToldAsOneAndADeliveryAsShipped() {
		var one = harvest("100", null);
		test("0.1");
		as("farmer", () -> run(() -> dispatch.sell(one, new BigDecimal("10"), Ids.next())));
		as("farmer", () -> run(() -> dispatch.take(one, new BigDecimal("20"), Ids.next())));
		assertThat(left(one)).isEqualTo("70");
		assertThat(as("clerk", () -> sql.sql("""
				select e.doc ->> 'bizStep' || ' ' || (e.doc ->> 'disposition') from trace_event_epc x
				  join trace_event e on e.tenant_id = x.tenant_id and e.id = x.event_pk
				 where x.epc = 'urn:jinfu:lot:330482:' || (select lot_code from trace_lot where id = ?)
				   and x.qty < 100""").param(one).query(String.class).list()))
			.containsExactlyInAnyOrder("retail_selling retail_sold", "shipping in_transit");
	}

	@Test
	void aHandOverRacingAHoldLosesOrItsGoodsArriveHeld() throws Exception {
		var one = harvest("100", null);
		test("0.1");
		var version = version(one);
		Callable<Boolean> send = () -> tried("farmer", () -> handOvers.send(farm, one, packer, new BigDecimal("100")));
		Callable<Boolean> hold = () -> tried("officer", () -> run(() -> lots.hold(one, "x", version)));
		atOnce(send, hold);
		assertThat(tried("farmer", () -> handOvers.send(farm, one, packer, BigDecimal.ONE))).isFalse();
		if ("CONSUMED".equals(status(one))) {
			as("officer", () -> run(() -> lots.hold(one, "x", version(one))));
		}
		assertThat(status(one)).isEqualTo("HELD");
		var sent = as("clerk",
				() -> sql.sql("select id from trace_hand_over where lot_id = ?").param(one).query(UUID.class).list());
		for (var id : sent) {
			var got = as("other", () -> handOvers.confirm(packer, id, new BigDecimal("100"), 0));
			assertThat(status(got)).isEqualTo("HELD");
		}
	}

	@Test
	void whatABuyerReceivesOnAnOrderIsALotOfHisOwnMadeOfTheSellers() {
		var one = harvest("100", null);
		test("0.1");
		var line = Ids.next();
		as("farmer", () -> run(() -> dispatch.arrive(one, line, packer)));
		assertThat(received(line)).as("nothing was sent yet").isEmpty();
		as("farmer", () -> run(() -> dispatch.take(one, new BigDecimal("60"), line)));
		as("other", () -> run(() -> dispatch.arrive(one, line, packer)));
		as("other", () -> run(() -> dispatch.arrive(one, line, packer)));
		var got = received(line).getFirst();
		assertThat(received(line)).hasSize(1);
		assertThat(left(got)).isEqualTo("60");
		assertThat(as("clerk", () -> graph.backward(List.of(got)))).contains(one);
		assertThat(as("clerk", () -> stock.of(packer))).extracting(LotStock.StockLot::lotId).containsExactly(got);
		assertThat(faults(one)).isEmpty();
		assertThat(faults(got)).isEmpty();
	}

	@Test
	void goodsOfAnOrderHeldOnTheWayArriveHeldAndGoBackOnlyWhole() {
		var one = harvest("100", null);
		test("0.1");
		var line = Ids.next();
		as("farmer", () -> run(() -> dispatch.take(one, new BigDecimal("60"), line)));
		as("officer", () -> run(() -> lots.hold(one, "x", version(one))));
		as("other", () -> run(() -> dispatch.arrive(one, line, packer)));
		var got = received(line).getFirst();
		assertThat(status(got)).isEqualTo("HELD");
		assertThat(as("clerk", () -> stock.find(got)).orElseThrow().refusal()).isEqualTo("trace.lot.held");
		var step = as("other", () -> steps.record(new StepCommands.Do(packer, StepKind.SPLIT, DAY,
				List.of(in(got, "30")), List.of(out("10"), out("20")), BigDecimal.ZERO, null)));
		assertThatThrownBy(() -> as("farmer", () -> run(() -> dispatch.giveBack(one, line))))
			.hasMessageContaining("trace.lot.used-since");
		assertThat(left(one)).isEqualTo("40");
		as("other", () -> run(() -> steps
			.declareWrong(new StepCommands.DeclareWrong(step, StepMistake.DID_NOT_OCCUR, "没有拆", null, 0))));
		as("farmer", () -> run(() -> dispatch.giveBack(one, line)));
		assertThat(left(one)).isEqualTo("100");
		assertThat(left(got)).isEqualTo("0");
		assertThat(faults(one)).isEmpty();
		assertThat(faults(got)).isEmpty();
	}

	@Test
	void theDatabaseLetsNoMoreLeaveALotThanItWeighs() {
		var one = harvest("100", null);
		test("0.1");
		as("farmer", () -> run(() -> dispatch.take(one, new BigDecimal("60"), Ids.next())));
		for (var move : List.of("'DISPATCH', 40.000001", "'HAND_OVER', 41", "'RETURN', 61")) {
			assertThatThrownBy(() -> as("clerk",
					() -> sql.sql("""
							insert into trace_lot_move (tenant_id, lot_id, kind, kg, source_id, at, person_id)
							values ('330482', ?, %s, gen_random_uuid(), now(), gen_random_uuid())""".formatted(move))
						.param(one)
						.update()))
				.as(move)
				.isInstanceOf(org.springframework.core.NestedRuntimeException.class)
				.rootCause()
				.message()
				.contains("trace_lot_move_balance_ck");
		}
	}

	@Test
	void twoDeliveriesAtOnceTakeNoMoreThanThereIs() throws Exception {
		var one = harvest("100", null);
		test("0.1");
		Callable<Boolean> take = () -> tried("farmer",
				() -> run(() -> dispatch.take(one, new BigDecimal("60"), Ids.next())));
		assertThat(atOnce(take, take)).containsExactlyInAnyOrder(true, false);
		assertThat(left(one)).isEqualTo("40");
	}

	private List<UUID> received(UUID line) {
		return as("clerk",
				() -> sql.sql("select id from trace_lot where source_id = ?").param(line).query(UUID.class).list());
	}

	@Test
	void anotherFederationSeesNeitherStepNorEdge() {
		var one = harvest("100", null);
		var two = harvest("50", null);
		test("0.1");
		mix(one, "100", two, "20", "110", "2");
		assertThat(elsewhere("select count(*) from trace_step")).isZero();
		assertThat(elsewhere("select count(*) from trace_lot_edge")).isZero();
	}

	private UUID mix(UUID one, String first, UUID two, String second, String out, String loss) {
		return as("farmer", () -> steps.record(new StepCommands.Do(farm, StepKind.MIX, DAY,
				List.of(in(one, first), in(two, second)), List.of(out(out)), new BigDecimal(loss), null)));
	}

	private void wrong(UUID step, String note) {
		var version = as("clerk", () -> flows.step(step)).version();
		as("farmer", () -> run(() -> steps
			.declareWrong(new StepCommands.DeclareWrong(step, StepMistake.INCORRECT_DATA, note, null, version))));
	}

	private UUID made(UUID step) {
		return as("clerk", () -> flows.outputs(step)).getFirst().lotId();
	}

	private static StepCommands.Input in(UUID lot, String kg) {
		return new StepCommands.Input(lot, new BigDecimal(kg));
	}

	private static StepCommands.Output out(String kg) {
		return new StepCommands.Output(new BigDecimal(kg), null, null);
	}

}
