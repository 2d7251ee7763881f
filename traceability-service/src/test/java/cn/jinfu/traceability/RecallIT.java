package cn.jinfu.traceability;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;

import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.traceability.certificate.Certificate.CertificateBasis;
import cn.jinfu.traceability.flow.FlowQueries;
import cn.jinfu.traceability.flow.HandOverCommands;
import cn.jinfu.traceability.flow.StepCommands;
import cn.jinfu.traceability.flow.StepKind;
import cn.jinfu.traceability.recall.Recall.RecallSource;
import cn.jinfu.traceability.recall.RecallCommands;
import cn.jinfu.traceability.recall.RecallCommands.Seed;
import cn.jinfu.traceability.recall.RecallCommands.SeedKind;
import cn.jinfu.traceability.recall.RecallQueries;
import cn.jinfu.traceability.recall.RecallStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.given;

/** From a suspicion to a closed case, on a real database. */
class RecallIT extends TraceWorld {

	@Autowired
	RecallCommands recalls;

	@Autowired
	RecallQueries room;

	@Autowired
	StepCommands steps;

	@Autowired
	FlowQueries flows;

	@Autowired
	HandOverCommands handOvers;

	private final UUID packer = Ids.next();

	private UUID one = Ids.next();

	private UUID two = Ids.next();

	private UUID mixed = Ids.next();

	@BeforeEach
	void chain() {
		member(packer, "示例包装厂");
		var summary = new MemberSummary(packer, "M-2", "示例包装厂", MemberKind.AGRIBUSINESS, MemberStatus.ACTIVE,
				"330482100", "330482100", null, "138****0000", "", true);
		given(members.require(packer)).willReturn(summary);
		given(members.requireActive(packer)).willReturn(summary);
		one = harvest("100", null);
		two = harvest("50", null);
		test("0.1");
		mixed = mix(one, "60", two, "20", "78");
	}

	@Test
	void everythingDownstreamIsHeldAndNothingElse() {
		var id = open(false, one);
		hold(id);
		assertThat(List.of(status(one), status(mixed), status(two))).containsExactly("HELD", "HELD", "RELEASED");
		assertThat(room(id).lots()).isEqualTo(2);
		assertThat(room(id).holdMs()).isNotNull();
		assertThatThrownBy(() -> as("clerk", () -> run(() -> gate.check(mixed))))
			.hasMessageContaining("trace.lot.held");
		assertThatThrownBy(() -> as("officer", () -> run(() -> lots.release(one, "x", version(one)))))
			.hasMessageContaining("trace.lot.recall-runs");
		assertThatThrownBy(() -> as("farmer", () -> handOvers.send(farm, mixed, packer, BigDecimal.ONE)))
			.hasMessageContaining("trace.lot.held");
	}

	@Test
	void aCaseGoesToItsEndWithEveryHolderAsked() {
		as("farmer",
				() -> certificates.issue(farm, mixed, new BigDecimal("78"), Set.of(CertificateBasis.CONTROL), null));
		var sent = as("farmer", () -> handOvers.send(farm, mixed, packer, new BigDecimal("30")));
		var received = as("packer", () -> handOvers.confirm(packer, sent, new BigDecimal("30"), 0));
		var id = open(false, one);
		assertThatThrownBy(() -> act(() -> recalls.announce(id, 1, seen(id)))).isInstanceOf(Refusal.WrongState.class);
		hold(id);
		act(() -> recalls.scope(id, seen(id)));
		assertThatThrownBy(() -> act(() -> recalls.announce(id, 4, seen(id))))
			.hasMessageContaining("trace.recall.level");
		act(() -> recalls.announce(id, 1, seen(id)));
		assertThat(status(received)).isEqualTo("RECALLED");
		assertThat(as("clerk",
				() -> sql.sql("select status from trace_certificate where lot_id = ?")
					.param(mixed)
					.query(String.class)
					.single()))
			.isEqualTo("VOID");
		var view = room(id);
		assertThat(java.time.Duration.between(view.announcedAt(), view.dueAt()))
			.isEqualTo(java.time.Duration.ofHours(24));
		var mass = as("officer", () -> room.mass(id));
		assertThat(mass.stock()).isEqualByComparingTo("118");
		var notices = as("officer", () -> room.notices(id));
		assertThat(notices).hasSize(2);
		assertThatThrownBy(() -> act(() -> recalls.checkEffect(id, seen(id))))
			.hasMessageContaining("trace.recall.notices-open");
		for (var notice : notices) {
			assertThatThrownBy(() -> answer(notice, notice.kg().add(BigDecimal.ONE)))
				.hasMessageContaining("trace.recall.answer-kg");
			assertThatThrownBy(() -> as("farmer", () -> run(() -> recalls.answerOwn(Ids.next(), notice.id(),
					BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, "x", notice.version()))))
				.isInstanceOf(Refusal.NotFound.class);
			answer(notice, notice.kg());
		}
		act(() -> recalls.checkEffect(id, seen(id)));
		assertThatThrownBy(() -> act(() -> recalls.close(id, "完", seen(id)))).isInstanceOf(Refusal.Forbidden.class);
		as("chief", () -> run(() -> recalls.close(id, "全部收回", seen(id))));
		assertThat(room(id).status()).isEqualTo(RecallStatus.CLOSED);
	}

	@Test
	void whatIsMadeLaterJoinsAndOpensTheScopeAgain() {
		var id = open(false, one);
		hold(id);
		act(() -> recalls.scope(id, seen(id)));
		var later = as("farmer",
				() -> steps
					.record(new StepCommands.Do(farm, StepKind.SPLIT, DAY,
							List.of(new StepCommands.Input(mixed, new BigDecimal("40"))),
							List.of(new StepCommands.Output(new BigDecimal("20"), null, null),
									new StepCommands.Output(new BigDecimal("20"), null, null)),
							BigDecimal.ZERO, null)));
		var made = as("clerk", () -> flows.outputs(later));
		assertThat(made).allSatisfy(it -> assertThat(status(it.lotId())).isEqualTo("HELD"));
		assertThat(room(id).lots()).isEqualTo(4);
		assertThat(room(id).revision()).isEqualTo(2);
		assertThat(room(id).status()).isEqualTo(RecallStatus.HOLD);
	}

	@Test
	void aHarvestRecordedLateOfAPlantingInReachIsHeldInItsOwnTransaction() {
		var id = open(false, one);
		as("officer", () -> sql.sql("""
				insert into trace_recall_seed (tenant_id, recall_id, node_id, node_kind, label, added_at, by_name)
				values ('330482', ?, ?, 'PLANTING', 'x', now(), 'x')""").params(id, planting).update());
		hold(id);
		assertThat(status(two)).isEqualTo("HELD");
		var late = harvest("7", null);
		assertThat(status(late)).isEqualTo("HELD");
		assertThat(room(id).lots()).isEqualTo(4);
	}

	@Test
	void aDismissedSuspicionLeavesTheLotsAsTheyWere() {
		var id = open(false, one);
		hold(id);
		act(() -> recalls.trim(id, List.of(mixed), "另一条流水线", seen(id)));
		assertThat(status(mixed)).isEqualTo("RELEASED");
		act(() -> recalls.dismiss(id, "复检合格", seen(id)));
		assertThat(status(one)).isEqualTo("RELEASED");
		assertThat(faults(one)).isEmpty();
		assertThatThrownBy(() -> hold(id)).isInstanceOf(Refusal.WrongState.class);
	}

	@Test
	void aLotOfTwoCasesStaysHeldUntilBothLetItGo() {
		var first = open(false, one);
		hold(first);
		var second = open(false, two);
		hold(second);
		act(() -> recalls.dismiss(first, "x", seen(first)));
		assertThat(status(mixed)).isEqualTo("HELD");
		assertThat(status(one)).isEqualTo("RELEASED");
	}

	@Test
	void aDrillFindsTheSameLotsAndTouchesNone() {
		var id = open(true, one);
		hold(id);
		assertThat(room(id).lots()).isEqualTo(2);
		act(() -> recalls.scope(id, seen(id)));
		act(() -> recalls.announce(id, 2, seen(id)));
		assertThat(List.of(status(one), status(mixed))).containsExactly("RELEASED", "RELEASED");
		assertThat(as("officer", () -> room.notices(id))).isNotEmpty();
		assertThat(as("farmer", () -> room.ofHolder(farm))).isEmpty();
	}

	@Test
	void theCommonCauseOfTwoBadLotsIsRankedByHowLittleElseItReaches() {
		var left = mix(one, "10", two, "10", "20");
		var id = open(false, mixed, left);
		var causes = as("officer", () -> room.causes(id));
		assertThat(causes.subList(0, 2)).extracting(RecallQueries.Candidate::nodeId)
			.containsExactlyInAnyOrder(one, two);
		assertThat(causes.getFirst().bad()).isEqualTo(2);
	}

	@Test
	void aHandOverRacingTheHoldEndsUpInTheCase() throws Exception {
		var id = open(false, one);
		Callable<Boolean> hold = () -> tried("officer", () -> run(() -> recalls.hold(id, 0)));
		Callable<Boolean> send = () -> tried("farmer", () -> {
			var sent = handOvers.send(farm, mixed, packer, BigDecimal.TEN);
			return sent;
		});
		atOnce(hold, send);
		assertThat(status(mixed)).isEqualTo("HELD");
		as("clerk",
				() -> sql.sql("select id from trace_hand_over where lot_id = ?").param(mixed).query(UUID.class).list())
			.forEach(sent -> {
				var got = as("packer", () -> handOvers.confirm(packer, sent, BigDecimal.TEN, 0));
				assertThat(status(got)).isEqualTo("HELD");
				assertThat(as("officer", () -> room.lots(id))).extracting(RecallQueries.ScopeLot::lotId).contains(got);
			});
	}

	@Test
	void anotherFederationSeesNoCase() {
		hold(open(false, one));
		assertThat(elsewhere("select count(*) from trace_recall")).isZero();
		assertThat(elsewhere("select count(*) from trace_recall_lot")).isZero();
	}

	private UUID mix(UUID first, String a, UUID second, String b, String out) {
		var step = as("farmer",
				() -> steps.record(new StepCommands.Do(farm, StepKind.MIX, DAY,
						List.of(new StepCommands.Input(first, new BigDecimal(a)),
								new StepCommands.Input(second, new BigDecimal(b))),
						List.of(new StepCommands.Output(new BigDecimal(out), null, null)), BigDecimal.ZERO, null)));
		return as("clerk", () -> flows.outputs(step)).getFirst().lotId();
	}

	private UUID open(boolean drill, UUID... seeds) {
		return as("officer", () -> recalls.open(new RecallCommands.Open(RecallSource.TEST, "示例疑点", drill,
				java.util.Arrays.stream(seeds).map(it -> new Seed(SeedKind.LOT, it)).toList())));
	}

	private void hold(UUID id) {
		act(() -> recalls.hold(id, seen(id)));
	}

	private void act(Runnable act) {
		as("officer", () -> run(act));
	}

	private void answer(RecallQueries.NoticeView notice, BigDecimal found) {
		act(() -> recalls.answer(notice.id(), found, BigDecimal.ZERO, BigDecimal.ZERO, "已封存", notice.version()));
	}

	private RecallQueries.RecallView room(UUID id) {
		return as("officer", () -> room.view(id));
	}

	private long seen(UUID id) {
		return sql.sql("select version from trace_recall where id = ?").param(id).query(Long.class).single();
	}

}
