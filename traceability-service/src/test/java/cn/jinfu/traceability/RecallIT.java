package cn.jinfu.traceability;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.traceability.certificate.Certificate.CertificateBasis;
import cn.jinfu.traceability.flow.FlowQueries;
import cn.jinfu.traceability.flow.HandOverCommands;
import cn.jinfu.traceability.flow.StepCommands;
import cn.jinfu.traceability.flow.StepKind;
import cn.jinfu.traceability.lot.LotGraph;
import cn.jinfu.traceability.recall.HolderMap;
import cn.jinfu.traceability.recall.HolderMaps;
import cn.jinfu.traceability.recall.PublicRecalls;
import cn.jinfu.traceability.recall.Recall.RecallSource;
import cn.jinfu.traceability.recall.RecallCommands;
import cn.jinfu.traceability.recall.RecallCommands.Seed;
import cn.jinfu.traceability.recall.RecallCommands.SeedKind;
import cn.jinfu.traceability.recall.RecallGraph;
import cn.jinfu.traceability.recall.RecallGraph.NodeKind;
import cn.jinfu.traceability.recall.RecallGraphs;
import cn.jinfu.traceability.recall.RecallQueries;
import cn.jinfu.traceability.recall.RecallStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

/** From a suspicion to a closed case, on a real database. */
@RecordApplicationEvents
class RecallIT extends TraceWorld {

	@MockitoBean
	MemberMessages messages;

	@Autowired
	ApplicationEvents published;

	@Autowired
	RecallCommands recalls;

	@Autowired
	RecallQueries room;

	@Autowired
	RecallGraphs graphs;

	@Autowired
	HolderMaps maps;

	@Autowired
	PublicRecalls register;

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
		assertThat(published.stream(LotRecalled.class)).as("the farm whose field it is; the packer only bought it")
			.singleElement()
			.satisfies(it -> assertThat(it.memberId()).isEqualTo(farm));
		for (var holder : List.of(farm, packer)) {
			verify(messages).tell(eq(holder), eq("trace.message.recall"), eq(room(id).number()), any(), any(), any());
		}
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
		var notices = as("officer", () -> room.notices(id, null, 20).items());
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
		assertThat(as("officer", () -> room.notices(id, null, 20).items())).isNotEmpty();
		assertThat(as("farmer", () -> room.ofHolder(farm, null, 20).items())).isEmpty();
		assertThat(published.stream(LotRecalled.class)).isEmpty();
		verifyNoInteractions(messages);
	}

	/** A page shows so many rows at most, those to be called first. */
	@Test
	void ofManyNoticesThoseWithoutAnAnswerAreReadFirst() {
		var id = open(true, one);
		hold(id);
		act(() -> recalls.scope(id, seen(id)));
		act(() -> recalls.announce(id, 2, seen(id)));
		as("officer",
				() -> sql
					.sql("""
							insert into trace_recall_notice (id, tenant_id, version, recall_id, holder_kind, holder_name, lots, kg, status,
							  sent_at, found_kg, sold_kg, destroyed_kg, proof, answered_at, answered_by, answered_name)
							select gen_random_uuid(), ?, 0, ?, 'BUYER', 'x' || n, 1, 99, 'ANSWERED', now(), 99, 0, 0, 'x', now(), gen_random_uuid(), 'x'
							  from generate_series(1, 600) n""")
					.params(TENANT, id)
					.update());
		var pages = pages(after -> as("officer", () -> room.notices(id, after, 100)));
		assertThat(pages).hasSize(7);
		assertThat(pages.getFirst().total()).isEqualTo(601);
		var shown = pages.stream().flatMap(it -> it.items().stream()).toList();
		assertThat(shown.getFirst().holder()).as("less weight, yet no answer").doesNotStartWith("x");
		assertThat(shown).extracting(RecallQueries.NoticeView::id).hasSize(601).doesNotHaveDuplicates();
	}

	/**
	 * A case of ten thousand lots is read in parts, none of them twice and none left out.
	 */
	@Test
	void everyListOfACaseIsReadInPartsToItsEnd() {
		var parts = split(mixed, 8);
		var id = open(false, one);
		hold(id);
		act(() -> recalls.trim(id, List.of(parts.getFirst()), "另一条线包的", seen(id)));
		var lots = pages(after -> as("officer", () -> room.lots(id, after, 3)));
		assertThat(lots).allSatisfy(it -> assertThat(it.total()).isEqualTo(10));
		var read = lots.stream().flatMap(it -> it.items().stream()).toList();
		assertThat(read).extracting(RecallQueries.ScopeLot::lotId).hasSize(10).doesNotHaveDuplicates();
		assertThat(read.getLast().lotId()).as("what was let go comes last").isEqualTo(parts.getFirst());
		var own = pages(after -> as("farmer", () -> room.lotsOfHolder(farm, id, after, 4)));
		assertThat(own).hasSize(3);
		assertThat(own.stream().flatMap(it -> it.items().stream())).extracting(LotGraph.Neighbour::id)
			.hasSize(9)
			.doesNotHaveDuplicates()
			.doesNotContain(parts.getFirst());
		var into = pages(after -> as("officer", () -> lotQueries.madeInto(mixed, after, 3)));
		assertThat(into.stream().flatMap(it -> it.items().stream())).extracting(LotGraph.Neighbour::id)
			.containsExactlyInAnyOrderElementsOf(parts);
		assertThat(as("officer", () -> lotQueries.madeOf(mixed, null, 1)).total()).isEqualTo(2);
		act(() -> recalls.scope(id, seen(id)));
		act(() -> recalls.announce(id, 1, seen(id)));
		assertThat(pages(after -> as("farmer", () -> room.ofHolder(farm, after, 1)))).isNotEmpty();
		for (var odd : List.of("x", Cursor.of("a"), Cursor.of("a", "b", "c", "d"))) {
			assertThatThrownBy(() -> as("officer", () -> room.notices(id, odd, 3)))
				.hasMessageContaining("kernel.cursor");
			assertThatThrownBy(() -> as("officer", () -> room.partners(id, odd, 3)))
				.hasMessageContaining("kernel.cursor");
			assertThatThrownBy(() -> as("officer", () -> lotQueries.moves(one, odd, 3)))
				.hasMessageContaining("kernel.cursor");
		}
	}

	@Test
	void whatWentOutOfALotIsReadInParts() {
		as("clerk", () -> sql.sql("""
				insert into trace_lot_move (tenant_id, lot_id, kg, kind, source_id, at, person_id)
				select ?, ?, n, 'DISPATCH', gen_random_uuid(), now(), gen_random_uuid() from generate_series(1, 7) n""")
			.params(TENANT, one)
			.update());
		var moves = pages(after -> as("officer", () -> lotQueries.moves(one, after, 3)));
		assertThat(moves).hasSize(3).allSatisfy(it -> assertThat(it.total()).isEqualTo(8));
		assertThat(moves.getFirst().items()).extracting(it -> it.kg().intValue()).containsExactly(7, 6, 5);
		assertThat(moves.stream().mapToInt(it -> it.items().size()).sum()).isEqualTo(8);
	}

	private static <T> List<Paged<T>> pages(Function<String, Paged<T>> read) {
		var pages = new ArrayList<Paged<T>>();
		String after = null;
		do {
			pages.add(read.apply(after));
			after = pages.getLast().next();
		}
		while (after != null);
		return pages;
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
				assertThat(as("officer", () -> room.lots(id, null, 50).items()))
					.extracting(RecallQueries.ScopeLot::lotId)
					.contains(got);
			});
	}

	@Test
	void anotherFederationSeesNoCase() {
		hold(open(false, one));
		assertThat(elsewhere("select count(*) from trace_recall")).isZero();
		assertThat(elsewhere("select count(*) from trace_recall_lot")).isZero();
	}

	@Test
	void theGraphFoldsALargeFanUntilSomebodyOpensIt() {
		var parts = split(mixed, 8);
		var id = as("officer", () -> recalls.open(new RecallCommands.Open(RecallSource.TEST, "示例疑点", false,
				List.of(new Seed(SeedKind.LOT, one), new Seed(SeedKind.LOT, two)))));
		hold(id);
		var folded = graph(id, List.of());
		assertThat(folded.nodes()).extracting(RecallGraph.Node::id).containsExactly(one, two, mixed, mixed);
		assertThat(folded.nodes()).extracting(RecallGraph.Node::kind)
			.containsExactly(NodeKind.LOT, NodeKind.LOT, NodeKind.LOT, NodeKind.FAN);
		assertThat(folded.nodes()).extracting(RecallGraph.Node::level).containsExactly(0, 0, 1, 2);
		assertThat(folded.links()).as("the blend is one node below both")
			.containsExactly(new RecallGraph.Link(0, 2), new RecallGraph.Link(1, 2), new RecallGraph.Link(2, 3));
		var fan = folded.nodes().getLast();
		assertThat(fan.count()).isEqualTo(8);
		assertThat(fan.kg()).isEqualByComparingTo("72");
		assertThat(fan.openable()).isTrue();
		assertThat(folded.cut()).isFalse();
		act(() -> recalls.trim(id, List.of(parts.getFirst()), "另一条线包的", seen(id)));
		var open = graph(id, List.of(mixed));
		assertThat(open.nodes()).hasSize(11).noneMatch(RecallGraph.Node::fan);
		assertThat(open.rows()).isEqualTo(8);
		assertThat(open.nodes()).filteredOn(it -> it.id().equals(parts.getFirst()))
			.singleElement()
			.satisfies(it -> assertThat(it.inScope()).isFalse());
		assertThat(open.nodes()).filteredOn(it -> it.id().equals(parts.getLast()))
			.singleElement()
			.satisfies(it -> assertThat(it.status()).isEqualTo(cn.jinfu.traceability.lot.LotStatus.HELD));
	}

	/** Goods that came round in a circle are drawn once. */
	@Test
	void theGraphEndsOnALoopAndSaysWhatIsCutOff() {
		split(mixed, 70);
		as("clerk",
				() -> sql.sql("""
						insert into trace_lot_edge (tenant_id, parent_id, child_id, source_id, kg)
						select tenant_id, ?, ?, gen_random_uuid(), 1 from trace_lot where id = ?""")
					.params(mixed, one, one)
					.update());
		var id = open(false, one);
		hold(id);
		var open = graph(id, List.of(mixed, one));
		assertThat(open.nodes()).filteredOn(it -> it.id().equals(one)).hasSize(1);
		assertThat(open.cut()).isTrue();
		assertThat(open.nodes().getLast().openable()).isFalse();
		assertThat(open.nodes().getLast().count()).as("seventy and the way back, of which sixty are drawn")
			.isEqualTo(11);
	}

	@Test
	void theMapKnowsTownshipsAndNothingNearer() {
		var sent = as("farmer", () -> handOvers.send(farm, mixed, packer, new BigDecimal("30")));
		as("packer", () -> handOvers.confirm(packer, sent, new BigDecimal("30"), 0));
		as("clerk",
				() -> sql.sql("update member_member set division_code = '330482102' where id = ?")
					.param(packer)
					.update());
		field("121.123456", "30.654321");
		var id = open(false, one);
		hold(id);
		var map = as("officer", () -> maps.of(id));
		assertThat(map.places()).extracting(HolderMap.Place::code).containsExactly("330482100", "330482102");
		assertThat(map.places().getFirst().stockKg()).isEqualByComparingTo("88");
		assertThat(map.places().getLast().stockKg()).isEqualByComparingTo("30");
		assertThat(map.places().getFirst().lon().scale()).as("a kilometre").isLessThanOrEqualTo(2);
		assertThat(map.places().getFirst().lat().scale()).isLessThanOrEqualTo(2);
		assertThat(map.places().getLast().lon()).as("no field is drawn there").isNull();
		assertThat(map.spots()).hasSize(1);
	}

	@Test
	void whoMayNotSeeACaseSeesNeitherItsGraphNorItsMap() {
		var id = open(false, one);
		var nobody = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "n", "n", TENANT, Scope.ALL,
				Set.of("trace:lot:view"));
		nobody.run(() -> {
			assertThatThrownBy(() -> graphs.of(id, List.of()))
				.isInstanceOf(org.springframework.security.access.AccessDeniedException.class);
			assertThatThrownBy(() -> maps.of(id))
				.isInstanceOf(org.springframework.security.access.AccessDeniedException.class);
		});
		new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "o", "o", "330499", Scope.ALL, ALL).run(() -> {
			assertThatThrownBy(() -> graphs.of(id, List.of())).isInstanceOf(Refusal.NotFound.class);
			assertThatThrownBy(() -> maps.of(id)).isInstanceOf(Refusal.NotFound.class);
		});
	}

	@Test
	void everybodyReadsWhatWasAnnouncedAndNothingOfADrill() {
		var sent = as("farmer", () -> handOvers.send(farm, mixed, packer, new BigDecimal("30")));
		as("packer", () -> handOvers.confirm(packer, sent, new BigDecimal("30"), 0));
		var id = open(false, one);
		hold(id);
		act(() -> recalls.scope(id, seen(id)));
		assertThat(announced(room(id).number())).as("not yet told").isEmpty();
		act(() -> recalls.announce(id, 2, seen(id)));
		var code = as("clerk",
				() -> sql.sql("select lot_code from trace_lot where id = ?").param(mixed).query(String.class).single());
		for (var asked : List.of(room(id).number(), room(id).number().toLowerCase(java.util.Locale.ROOT), code)) {
			var found = announced(asked);
			assertThat(found).as(asked).singleElement().satisfies(it -> {
				assertThat(it.number()).isEqualTo(room(id).number());
				assertThat(it.level()).isEqualTo(2);
				assertThat(it.closedOn()).isNull();
				assertThat(it.total()).as("who bought some is not told").isEqualTo(2);
				assertThat(it.lots()).noneMatch(lot -> lot.producer().equals("示例包装厂"));
				assertThat(it.lots()).extracting(PublicRecalls.CalledBack::lotCode).contains(code);
			});
			assertThat(found.toString()).as("the officer's words are his").doesNotContain("示例疑点");
		}
		var drill = open(true, two);
		hold(drill);
		act(() -> recalls.scope(drill, seen(drill)));
		act(() -> recalls.announce(drill, 1, seen(drill)));
		assertThat(announced(room(drill).number())).isEmpty();
		new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "o", "o", "330499", Scope.NONE, Set.of())
			.run(() -> assertThat(register.list(room(id).number(), null, 20).items()).isEmpty());
		for (var odd : List.of("%", "'", "９", "\\", "x".repeat(3000))) {
			assertThat(announced(odd)).as(odd).allMatch(it -> it.total() > 0);
		}
	}

	@Test
	void whatIsCalledBackNamesItsNoticeOrWhomToCall() {
		assertThat(callBack(one)).as("sold as ever").isEmpty();
		as("officer", () -> run(() -> lots.recall(two, "混装", version(two))));
		assertThat(callBack(two)).as("by the officer alone").isEqualTo("- A -");
		as("clerk", () -> sql.sql("""
				insert into member_organisation (id, tenant_id, version, kind, name, path, division_code, contact_phone)
				values (?, '330482', 0, 'FEDERATION', '示例农合联', '/x/', '330482', '0573-00000100')
				on conflict (tenant_id) where parent_id is null do nothing""").param(Ids.next()).update());
		try {
			var drill = open(true, one);
			hold(drill);
			act(() -> recalls.scope(drill, seen(drill)));
			act(() -> recalls.announce(drill, 1, seen(drill)));
			var id = open(false, one, two);
			hold(id);
			assertThat(callBack(one)).as("only held").isEmpty();
			act(() -> recalls.scope(id, seen(id)));
			act(() -> recalls.announce(id, 2, seen(id)));
			var known = room(id).number() + " 示例农合联 0573-00000100";
			assertThat(List.of(callBack(one), callBack(mixed), callBack(two))).as("the earlier one too")
				.containsExactly(known, known, known);
		}
		finally {
			as("clerk", () -> sql.sql("delete from member_organisation where name = '示例农合联'").update());
		}
	}

	/** As the page and the REST answer read it. */
	private String callBack(UUID lot) {
		return as("clerk", () -> sql.sql("""
				select coalesce(coalesce(c ->> 'notice', '-') || ' ' || (c ->> 'federation') || ' '
				       || coalesce(c ->> 'phone', '-'), '')
				  from (select nullif(document -> 'callBack', 'null') c from trace_lot_document where lot_id = ?) x""")
			.param(lot)
			.query(String.class)
			.single());
	}

	private List<PublicRecalls.Announced> announced(String q) {
		var nobody = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "v", "v", TENANT, Scope.NONE, Set.of());
		var found = new java.util.ArrayList<PublicRecalls.Announced>();
		nobody.run(() -> found.addAll(register.list(q, null, 20).items()));
		return found;
	}

	private RecallGraph graph(UUID id, List<UUID> open) {
		return as("officer", () -> graphs.of(id, open.stream().map(UUID::toString).toList()));
	}

	private List<UUID> split(UUID lot, int parts) {
		var each = new BigDecimal("72").divide(new BigDecimal(parts), 3, java.math.RoundingMode.DOWN);
		var out = java.util.Collections.nCopies(parts, new StepCommands.Output(each, null, null));
		var step = as("farmer", () -> steps.record(new StepCommands.Do(farm, StepKind.SPLIT, DAY,
				List.of(new StepCommands.Input(lot, new BigDecimal("73"))), out, BigDecimal.ZERO, null)));
		return as("clerk", () -> flows.outputs(step)).stream().map(it -> it.lotId()).toList();
	}

	private void field(String lon, String lat) {
		var west = new BigDecimal(lon);
		var south = new BigDecimal(lat);
		var tiny = new BigDecimal("0.001");
		as("clerk", () -> {
			var plot = Ids.next();
			sql.sql("""
					insert into production_plot (id, tenant_id, version, no, member_id, name, kind, division, village,
					  declared_mu, state, registered_by)
					values (?, '330482', 0, ?, ?, 'x', 'OPEN_FIELD', '330482100', 'x', 10, 'DRAFT', ?)""")
				.params(plot, plot.toString().substring(24), farm, Ids.next())
				.update();
			sql.sql("""
					insert into production_plot_boundary (tenant_id, plot_id, edition, corners, area_mu, west, south, east,
					  north, source, by_person, by_name, at)
					values ('330482', ?, 1, '[[0,0],[0,1],[1,1]]', 10, ?, ?, ?, ?, 'DRAWN', ?, 'x', now())""")
				.params(plot, west, south, west.add(tiny), south.add(tiny), Ids.next())
				.update();
			return sql
				.sql("update production_plot set boundary_edition = 1, boundary_mu = 10, boundary_by = ? where id = ?")
				.params(Ids.next(), plot)
				.update();
		});
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
