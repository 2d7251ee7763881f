package cn.jinfu.traceability;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.traceability.box.Box.BoxStatus;
import cn.jinfu.traceability.box.BoxCommands;
import cn.jinfu.traceability.box.BoxQueries;
import cn.jinfu.traceability.gs1.CheckDigit;
import cn.jinfu.traceability.recall.Recall.RecallSource;
import cn.jinfu.traceability.recall.RecallCommands;
import cn.jinfu.traceability.recall.RecallQueries;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.given;

/** What goes into boxes and out of them, and what their codes tell. */
class BoxIT extends TraceWorld {

	@Autowired
	BoxCommands boxes;

	@Autowired
	BoxQueries queries;

	@Autowired
	RecallCommands recalls;

	@Autowired
	RecallQueries room;

	@BeforeEach
	void theFarmIsAMember() {
		given(members.requireActive(farm)).willReturn(new MemberSummary(farm, "M-1", "示例农场", MemberKind.FAMILY_FARM,
				MemberStatus.ACTIVE, "330482100", "330482100", null, "138****0000", "", true));
	}

	@Test
	void aBoxIsPackedAddedToAndEmptied() {
		var one = harvest("100", null);
		var two = harvest("50", null);
		test("0.1");
		var box = packed(null, part(one, "20"));
		var code = view(box).code();
		assertThat(code).hasSize(16);
		assertThat(look(code).orElseThrow().contents()).hasSize(1);
		as("farmer", () -> run(() -> boxes.add(farm, box, List.of(part(two, "5")), view(box).version())));
		assertThat(view(box).kg()).isEqualByComparingTo("25");
		assertThat(left(one)).as("a box takes nothing out of its lots").isEqualTo("100");
		assertThatThrownBy(() -> add(box, part(one, "1"))).hasMessageContaining("trace.box.twice");
		as("farmer", () -> run(() -> boxes.takeOut(farm, box, one, view(box).version())));
		assertThat(as("farmer", () -> queries.contents(box))).extracting(BoxQueries.Content::lotId)
			.containsExactly(two);
		as("farmer", () -> run(() -> boxes.takeOut(farm, box, null, view(box).version())));
		assertThat(view(box).status()).isEqualTo(BoxStatus.EMPTIED);
		assertThat(look(code).orElseThrow().contents()).isEmpty();
		assertThatThrownBy(() -> add(box, part(one, "1"))).isInstanceOf(Refusal.WrongState.class);
		packed(null, part(one, "100"));
		assertThat(elsewhere("select count(*) from trace_box")).isZero();
		assertThat(elsewhere("select count(*) from trace_box_content")).isZero();
		assertThat(events("AggregationEvent", "%BizStep-packing")).isPositive();
	}

	@Test
	void noMoreIsBoxedThanThereIsAlsoByTwoAtOnce() throws Exception {
		var one = harvest("100", null);
		packed(null, part(one, "40"));
		assertThatThrownBy(() -> packed(null, part(one, "61"))).hasMessageContaining("trace.box.above-lot");
		assertThatThrownBy(() -> packed(null, part(one, "0"))).hasMessageContaining("trace.lot.nothing-taken");
		assertThatThrownBy(() -> packed(null)).hasMessageContaining("trace.box.empty");
		Callable<Boolean> pack = () -> tried("farmer", () -> boxes.pack(farm, null, List.of(part(one, "40"))));
		assertThat(atOnce(pack, pack)).containsExactlyInAnyOrder(true, false);
		assertThatThrownBy(() -> as("clerk", () -> sql
			.sql("""
					insert into trace_box_content (tenant_id, box_id, lot_id, kg, packed_at)
					select tenant_id, box_id, lot_id, 61, now() from (select c.tenant_id, b.id as box_id, c.lot_id
					  from trace_box_content c, trace_box b where c.lot_id = ? and b.id <> c.box_id
					     and not exists (select 1 from trace_box_inside i where i.box_id = b.id and i.unpacked_at is null) limit 1) x""")
			.param(one)
			.update())).rootCause().message().contains("trace_box_balance_ck");
	}

	@Test
	void aCartonBringsItsOwnNumber() {
		var one = harvest("100", null);
		var body = "1952123" + "%010d".formatted(Math.abs(System.nanoTime()) % 10_000_000_000L);
		var sscc = body + CheckDigit.of(body);
		for (var wrong : List.of("123", "x".repeat(18), sscc.substring(0, 17) + (sscc.charAt(17) == '9' ? '0' : '9'))) {
			assertThatThrownBy(() -> packed(wrong, part(one, "1"))).as(wrong).hasMessageContaining("trace.box.sscc");
		}
		var box = packed("(00) " + sscc, part(one, "1"));
		assertThat(view(box).path()).isEqualTo("/00/" + sscc);
		assertThatThrownBy(() -> packed(sscc, part(one, "1"))).hasMessageContaining("trace.box.sscc-taken");
		assertThat(look("0".repeat(18))).isEmpty();
	}

	@Test
	void cartonsGoOnAPalletAndThePalletTellsOfAllThatIsInThem() {
		var one = harvest("100", null);
		var two = harvest("50", null);
		test("0.1");
		var carton = packed(null, part(one, "20"));
		var crate = packed(null, part(two, "5"));
		var pallet = loaded(carton, crate);
		var truck = loaded(pallet);
		assertThat(view(truck).kg()).isEqualByComparingTo("25");
		assertThat(view(truck).lots()).isEqualTo(2);
		assertThat(as("farmer", () -> queries.inside(pallet))).extracting(BoxQueries.BoxView::id)
			.containsExactlyInAnyOrder(carton, crate);
		assertThat(look(view(truck).code()).orElseThrow().contents()).extracting(BoxQueries.PublicContent::box)
			.containsExactlyInAnyOrder(view(carton).code(), view(crate).code());
		assertThat(look(view(carton).code()).orElseThrow().contents()).extracting(BoxQueries.PublicContent::box)
			.containsExactly((String) null);
		assertThat(as("clerk",
				() -> sql.sql("""
						select count(*) from trace_event_epc x where x.role = 'CHILD' and x.epc = ?""")
					.param("urn:jinfu:box:" + TENANT + ":" + view(pallet).code())
					.query(Integer.class)
					.single()))
			.isEqualTo(1);
		as("farmer", () -> run(() -> boxes.takeOutBox(farm, truck, pallet, view(truck).version())));
		assertThat(view(truck).status()).isEqualTo(BoxStatus.EMPTIED);
		assertThat(look(view(truck).code()).orElseThrow().contents()).isEmpty();
		as("farmer", () -> run(() -> boxes.takeOut(farm, pallet, null, view(pallet).version())));
		assertThat(view(carton).loose()).isTrue();
		assertThat(view(carton).kg()).isEqualByComparingTo("20");
		assertThat(elsewhere("select count(*) from trace_box_inside")).isZero();
	}

	@Test
	void boxesAreUnpackedInTheirOrder() {
		var one = harvest("100", null);
		var carton = packed(null, part(one, "20"));
		var pallet = loaded(carton);
		assertThatThrownBy(() -> add(carton, part(one, "1"))).hasMessageContaining("trace.box.inside");
		assertThatThrownBy(
				() -> as("farmer", () -> run(() -> boxes.takeOut(farm, carton, null, view(carton).version()))))
			.hasMessageContaining("trace.box.inside");
		assertThatThrownBy(() -> loaded(carton)).hasMessageContaining("trace.box.inside");
		for (var past : List.of(
				"insert into trace_box_content (tenant_id, box_id, lot_id, kg, packed_at) select tenant_id, ?, id, 1, now() from trace_lot limit 1",
				"update trace_box_content set unpacked_at = now() where box_id = ?")) {
			assertThatThrownBy(() -> as("clerk", () -> sql.sql(past).param(carton).update())).rootCause()
				.message()
				.contains("trace_box_inside_order_ck");
		}
		as("farmer", () -> run(() -> boxes.takeOutBox(farm, pallet, carton, view(pallet).version())));
		add(carton, part(harvest("10", null), "1"));
		assertThatThrownBy(
				() -> as("farmer", () -> run(() -> boxes.takeOutBox(farm, pallet, carton, view(pallet).version()))))
			.isInstanceOf(Refusal.WrongState.class);
	}

	@Test
	void noBoxIsInItselfNorNestedWithoutEndNorWithAnothers() {
		var one = harvest("100", null);
		var inner = packed(null, part(one, "1"));
		var box = inner;
		for (int i = 0; i < 4; i++) {
			box = loaded(box);
		}
		var fifth = box;
		assertThatThrownBy(() -> loaded(fifth)).hasMessageContaining("trace.box.too-deep");
		assertThatThrownBy(() -> as("farmer", () -> run(
				() -> boxes.add(farm, fifth, new BoxCommands.Load(List.of(), List.of(fifth)), view(fifth).version()))))
			.hasMessageContaining("trace.box.circle");
		assertThatThrownBy(
				() -> as("other", () -> boxes.pack(farm, null, new BoxCommands.Load(List.of(), List.of(Ids.next())))))
			.isInstanceOf(Refusal.NotFound.class);
		var loose = packed(null, part(one, "1"));
		var other = packed(null, part(one, "1"));
		nested(inner, loose, "trace_box_inside_order_ck");
		nested(loose, fifth, "trace_box_inside_depth_ck");
		as("farmer", () -> run(() -> boxes.takeOut(farm, other, null, view(other).version())));
		nested(other, loose, "trace_box_inside_packed_ck");
		assertThatThrownBy(() -> as("clerk", () -> {
			inside(loose, fifth);
			return inside(fifth, loose);
		})).rootCause().message().contains("trace_box_inside");
	}

	/** Past the commands, by the database alone. */
	private void nested(UUID outer, UUID box, String constraint) {
		assertThatThrownBy(() -> as("clerk", () -> inside(outer, box))).rootCause().message().contains(constraint);
	}

	private int inside(UUID outer, UUID box) {
		return sql
			.sql("insert into trace_box_inside (tenant_id, box_id, outer_id, packed_at) values ('330482', ?, ?, now())")
			.params(box, outer)
			.update();
	}

	private UUID loaded(UUID... inner) {
		return as("farmer", () -> boxes.pack(farm, null, new BoxCommands.Load(List.of(), List.of(inner))));
	}

	@Test
	void aRecallFindsTheBoxAndThePalletAroundIt() {
		var one = harvest("100", null);
		test("0.1");
		var carton = packed(null, part(one, "20"));
		var pallet = loaded(carton);
		var recall = as("officer", () -> recalls.open(new RecallCommands.Open(RecallSource.SELF, "托盘里的", false,
				List.of(new RecallCommands.Seed(RecallCommands.SeedKind.LOT, one)))));
		as("officer", () -> run(() -> recalls.hold(recall, room.view(recall).version())));
		assertThat(as("officer", () -> room.boxes(recall, null, 50).items())).singleElement().satisfies(it -> {
			assertThat(it.code()).isEqualTo(view(carton).code());
			assertThat(it.outer()).isEqualTo(view(pallet).code());
		});
		assertThat(look(view(pallet).code()).orElseThrow().bad()).isTrue();
	}

	@Test
	void anothersLotsAndBoxesAreUnknown() {
		var one = harvest("100", null);
		var box = packed(null, part(one, "10"));
		assertThatThrownBy(() -> as("other", () -> boxes.pack(farm, null, List.of(part(Ids.next(), "1")))))
			.isInstanceOf(Refusal.NotFound.class);
		assertThatThrownBy(() -> as("other", () -> run(() -> boxes.takeOut(Ids.next(), box, null, 0))))
			.isInstanceOf(Refusal.NotFound.class);
		stranger(Scope.member(Ids.next()),
				() -> assertThatThrownBy(() -> queries.view(box)).isInstanceOf(Refusal.NotFound.class));
		assertThatThrownBy(() -> as("farmer", () -> run(() -> boxes.takeOut(farm, box, null, 7))))
			.isInstanceOf(Refusal.Stale.class);
	}

	@Test
	void aRecallFindsTheBoxesAndTheirCodesTurnRed() {
		var one = harvest("100", null);
		var two = harvest("50", null);
		test("0.1");
		var box = packed(null, part(one, "20"), part(two, "5"));
		var code = view(box).code();
		assertThat(look(code).orElseThrow().bad()).isFalse();
		var recall = as("officer", () -> recalls.open(new RecallCommands.Open(RecallSource.SELF, "箱里的", false,
				List.of(new RecallCommands.Seed(RecallCommands.SeedKind.LOT, one)))));
		as("officer", () -> run(() -> recalls.hold(recall, room.view(recall).version())));
		assertThat(as("officer", () -> room.boxes(recall, null, 50).items())).extracting(RecallQueries.BoxLine::code)
			.containsExactly(code);
		assertThat(look(code).orElseThrow().bad()).isTrue();
		as("officer", () -> run(() -> recalls.scope(recall, room.view(recall).version())));
		as("officer", () -> run(() -> recalls.announce(recall, 1, room.view(recall).version())));
		assertThat(look(code).orElseThrow().recalled()).isTrue();
		assertThatThrownBy(() -> packed(null, part(one, "1"))).hasMessageContaining("trace.lot.recalled");
	}

	private UUID packed(String sscc, BoxCommands.Part... parts) {
		return as("farmer", () -> boxes.pack(farm, sscc, List.of(parts)));
	}

	private Optional<BoxQueries.PublicBox> look(String code) {
		return as("clerk", () -> queries.look(code));
	}

	private void add(UUID box, BoxCommands.Part part) {
		as("farmer", () -> run(() -> boxes.add(farm, box, List.of(part), view(box).version())));
	}

	private BoxQueries.BoxView view(UUID box) {
		return as("clerk", () -> queries.view(box));
	}

	private int events(String type, String step) {
		return as("clerk",
				() -> sql.sql("select count(*) from trace_event where event_type = ? and biz_step like ?")
					.params(type, step)
					.query(Integer.class)
					.single());
	}

	private static BoxCommands.Part part(UUID lot, String kg) {
		return new BoxCommands.Part(lot, new BigDecimal(kg));
	}

}
